// The values of the CQ_OIDC_* variables, and what they ask of each other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/parse.h"
#include "config/settings.h"

namespace cq::config {

// The JWS names (RFC 7518, RFC 8037) that CQ_OIDC_ALGORITHMS may hold; "none" and HS* never.
const std::vector<std::string_view>& OidcAlgorithmNames();

// The issuer as it was written, since it is compared byte for byte. No query (OpenID Connect
// Discovery 1.0 section 3).
Parsed<std::string> ParseIssuer(std::string_view text);
Parsed<std::string> ParseJwksUrl(std::string_view text);
// Comma-separated, at least one.
Parsed<std::vector<std::string>> ParseAudiences(std::string_view text);
Parsed<std::vector<std::string>> ParseAlgorithms(std::string_view text);
// A claim that names a person or a program; those that say something else of a token are refused.
Parsed<std::string> ParseIdentityClaim(std::string_view text);
// The path of a readable file that has a PEM certificate.
Parsed<std::string> ParseCaFile(std::string_view text);

// Empty, or one line that names a variable and the mend. `settings` has an issuer.
std::string CheckOidcSettings(const OidcSettings& settings);
// One line each.
std::vector<std::string> OidcWarnings(const OidcSettings& settings);

}  // namespace cq::config
