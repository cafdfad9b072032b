// Whether tokens can be verified with this configuration, for `cq-server oidc check`.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "oidc/key_source.h"
#include "oidc/options.h"

namespace cq::oidc {

struct ReportedKey {
  std::string kid;  // empty: none
  std::string kty;
  std::string alg;      // what it can verify; of an unusable key its "alg", perhaps empty
  std::string use;      // of an unusable key, perhaps empty
  std::string problem;  // empty: tokens can be verified with it
};

struct CheckReport {
  std::string issuer;
  std::string audiences;
  std::string algorithms;
  std::string identity_claim;
  std::string discovery_url;  // empty: the place of the keys is configured
  std::string jwks_url;       // empty: discovery did not tell
  std::chrono::seconds lifetime{};
  std::vector<ReportedKey> keys;
  std::string problem;  // empty: tokens can be verified

  bool IsGood() const { return problem.empty(); }
};

CheckReport MakeCheckReport(const OidcOptions& options, const KeyFetch& fetch);

// Lines that end in a line feed; what the provider sent is safe to show.
std::string ToText(const CheckReport& report);

}  // namespace cq::oidc
