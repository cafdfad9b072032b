#include "config/oidc_values.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <optional>
#include <utility>

#include "config/url.h"
#include "core/text.h"

namespace cq::config {
namespace {

constexpr std::array<std::string_view, 8> kClaimsOfNobody{"iss", "aud", "exp", "nbf",
                                                          "iat", "jti", "typ", "scope"};

// nullopt when an element is empty.
std::optional<std::vector<std::string>> SplitList(std::string_view text) {
  std::vector<std::string> elements;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view element = StripWhitespace(text.substr(0, comma));
    if (element.empty()) return std::nullopt;
    if (std::ranges::find(elements, element) == elements.end()) elements.emplace_back(element);
    if (comma == std::string_view::npos) return elements;
    text.remove_prefix(comma + 1);
  }
}

bool HasControlCharacter(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

std::string Joined(const std::vector<std::string_view>& words) {
  std::string joined;
  for (const std::string_view word : words) {
    if (!joined.empty()) joined += ", ";
    joined += word;
  }
  return joined;
}

// Empty, or the error line.
std::string RefusePlainHttp(std::string_view variable, const std::string& text,
                            const OidcSettings& settings) {
  const Parsed<Url> url = ParseUrl(text);
  const bool is_safe = !url || url->scheme == UrlScheme::kHttps || url->IsLoopback();
  if (is_safe || settings.plain_http == PlainHttp::kAllowed) return {};
  return std::string(variable) +
         " begins with http://: give an https:// URL, or set CQ_OIDC_ALLOW_INSECURE_HTTP=true "
         "when the network in between is trusted";
}

}  // namespace

const std::vector<std::string_view>& OidcAlgorithmNames() {
  static const std::vector<std::string_view> names{"RS256", "RS384", "RS512", "PS256", "PS384",
                                                   "PS512", "ES256", "ES384", "ES512", "EdDSA"};
  return names;
}

Parsed<std::string> ParseIssuer(std::string_view text) {
  Parsed<Url> url = ParseUrl(text);
  if (!url) return tl::unexpected(std::move(url.error()));
  if (url->query) {
    return tl::unexpected<std::string>("the issuer as its tokens' iss has it; without a query");
  }
  return std::string(text);
}

Parsed<std::string> ParseJwksUrl(std::string_view text) {
  Parsed<Url> url = ParseUrl(text);
  if (!url) return tl::unexpected(std::move(url.error()));
  return std::string(text);
}

Parsed<std::vector<std::string>> ParseAudiences(std::string_view text) {
  auto audiences = SplitList(text);
  if (!audiences || HasControlCharacter(text)) {
    return tl::unexpected<std::string>(
        "one or more values between commas, such as cq-server,api://cq-server");
  }
  return *std::move(audiences);
}

Parsed<std::vector<std::string>> ParseAlgorithms(std::string_view text) {
  auto algorithms = SplitList(text);
  const auto& known = OidcAlgorithmNames();
  const auto is_known = [&](const std::string& name) {
    return std::ranges::find(known, name) != known.end();
  };
  if (!algorithms || !std::ranges::all_of(*algorithms, is_known)) {
    return tl::unexpected("one or more of " + Joined(known) +
                          " between commas; none and HS* are never accepted");
  }
  return *std::move(algorithms);
}

Parsed<std::string> ParseIdentityClaim(std::string_view text) {
  constexpr std::size_t kLongest = 256;
  const std::string_view claim = StripWhitespace(text);
  const bool names_nobody = std::ranges::find(kClaimsOfNobody, claim) != kClaimsOfNobody.end();
  if (claim.empty() || claim.size() > kLongest || names_nobody || HasControlCharacter(claim)) {
    return tl::unexpected<std::string>(
        "the name of a claim that tells people apart, such as sub, email or preferred_username");
  }
  return std::string(claim);
}

Parsed<std::string> ParseCaFile(std::string_view text) {
  constexpr std::size_t kMaxBytes = std::size_t{4} << 20U;
  std::string path(text);
  std::ifstream file(path, std::ios::binary);
  std::string content(kMaxBytes, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(file.gcount()));
  const bool has_certificate = content.find("-----BEGIN CERTIFICATE-----") != std::string::npos ||
                               content.find("-----BEGIN TRUSTED CERT") != std::string::npos;
  if (!has_certificate) {
    return tl::unexpected<std::string>(
        "the path of a readable file with PEM certificates, at most 4 MiB");
  }
  return path;
}

std::string CheckOidcSettings(const OidcSettings& settings) {
  if (settings.audiences.empty()) {
    return "CQ_OIDC_AUDIENCE is not set but CQ_OIDC_ISSUER is: give the value that the aud of this "
           "server's tokens holds";
  }
  std::string refusal = RefusePlainHttp("CQ_OIDC_ISSUER", settings.issuer, settings);
  if (refusal.empty() && !settings.jwks_url.empty()) {
    refusal = RefusePlainHttp("CQ_OIDC_JWKS_URL", settings.jwks_url, settings);
  }
  return refusal;
}

std::vector<std::string> OidcWarnings(const OidcSettings& settings) {
  std::vector<std::string> warnings;
  if (settings.plain_http == PlainHttp::kAllowed) {
    warnings.emplace_back(
        "CQ_OIDC_ALLOW_INSECURE_HTTP lets whoever controls the network to the identity provider "
        "forge tokens");
  }
  if (settings.unverified_email == UnverifiedEmail::kAccepted) {
    warnings.emplace_back(settings.identity_claim == "email"
                              ? "CQ_OIDC_ALLOW_UNVERIFIED_EMAIL lets people choose the address "
                                "they are known by, where the identity provider lets them"
                              : "CQ_OIDC_ALLOW_UNVERIFIED_EMAIL has no effect: the identity claim "
                                "is not email");
  }
  return warnings;
}

}  // namespace cq::config
