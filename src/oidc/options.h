// What tokens of the identity provider are accepted, and how its keys are found.
#pragma once

#include <string>

#include "jose/jwt.h"

namespace cq::oidc {

enum class PlainHttp {
  kLoopbackOnly,  // http:// only to this host
  kAllowed,
};

enum class UnverifiedEmail { kRefused, kAccepted };

// Immutable after start-up, hence thread-safe.
struct OidcOptions {
  jose::TokenPolicy policy;
  std::string jwks_url;  // empty: by discovery
  std::string identity_claim = "sub";
  UnverifiedEmail unverified_email = UnverifiedEmail::kRefused;
  PlainHttp plain_http = PlainHttp::kLoopbackOnly;
};

}  // namespace cq::oidc
