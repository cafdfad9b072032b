// Who a verified token speaks for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "auth/token_verifier.h"
#include "jose/jwt.h"
#include "oidc/options.h"

namespace cq::oidc {

inline constexpr std::size_t kMaxUsernameCodePoints = 256;

struct UnusableIdentity {
  std::string_view reason;  // static text, "email_unverified"
  std::string detail;       // for the client
};

// The user name is the identity claim's text without white space around it.
tl::expected<auth::ExternalIdentity, UnusableIdentity> IdentityOf(
    const jose::UnverifiedToken& token, const OidcOptions& options);

}  // namespace cq::oidc
