#include "oidc/check_report.h"

#include <algorithm>

#include "oidc/algorithm_names.h"
#include "oidc/shown_text.h"

namespace cq::oidc {
namespace {

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) {
    if (!joined.empty()) joined += ", ";
    joined += text;
  }
  return joined;
}

jose::AlgorithmSet Common(const jose::AlgorithmSet& a, const jose::AlgorithmSet& b) {
  jose::AlgorithmSet common;
  for (std::size_t i = 0; i < jose::kAlgorithmCount; ++i) {
    const auto algorithm = static_cast<jose::Algorithm>(i);
    if (a.Contains(algorithm) && b.Contains(algorithm)) common.Add(algorithm);
  }
  return common;
}

ReportedKey Report(const jose::Jwk& key, const jose::AlgorithmSet& accepted) {
  const jose::AlgorithmSet common = Common(key.algorithms, accepted);
  return {.kid = key.kid.value_or(""),
          .kty = key.kty,
          .alg = NamesOf(common.IsEmpty() ? key.algorithms : common),
          .use = {},
          .problem = common.IsEmpty() ? "fits none of the accepted algorithms" : ""};
}

std::string Line(std::string_view label, const std::string& text) {
  constexpr std::size_t kWidth = 16;
  std::string line(label);
  line.append(kWidth - std::min(kWidth, label.size()), ' ');
  return line + WithoutControls(text) + "\n";
}

std::string KeyLine(const ReportedKey& key) {
  std::string line = key.problem.empty() ? "  usable    " : "  unusable  ";
  line += key.kid.empty() ? "without kid" : "kid " + Quoted(key.kid);
  if (!key.kty.empty()) line += ", kty " + WithoutControls(key.kty);
  if (!key.alg.empty()) line += ", alg " + WithoutControls(key.alg);
  if (!key.use.empty()) line += ", use " + WithoutControls(key.use);
  if (!key.problem.empty()) line += ": " + WithoutControls(key.problem);
  return line + "\n";
}

}  // namespace

CheckReport MakeCheckReport(const OidcOptions& options, const KeyFetch& fetch) {
  CheckReport report{.issuer = options.policy.issuer,
                     .audiences = Joined(options.policy.audiences),
                     .algorithms = NamesOf(options.policy.algorithms),
                     .identity_claim = options.identity_claim,
                     .discovery_url = fetch.discovery_url,
                     .jwks_url = fetch.jwks_url,
                     .lifetime = {},
                     .keys = {},
                     .problem = {}};
  if (!fetch.keys) {
    report.problem = fetch.keys.error();
    return report;
  }
  report.lifetime = fetch.keys->lifetime;
  for (const auto& key : fetch.keys->set.keys()) {
    report.keys.push_back(Report(*key, options.policy.algorithms));
  }
  for (const jose::UnusableJwk& key : fetch.keys->set.unusable()) {
    report.keys.push_back(
        {.kid = key.kid, .kty = key.kty, .alg = key.alg, .use = key.use, .problem = key.reason});
  }
  const bool has_good_key =
      std::ranges::any_of(report.keys, [](const ReportedKey& key) { return key.problem.empty(); });
  if (!has_good_key) report.problem = "none of the keys can verify a token";
  return report;
}

std::string ToText(const CheckReport& report) {
  std::string text = Line("issuer", report.issuer) + Line("audiences", report.audiences) +
                     Line("algorithms", report.algorithms) +
                     Line("identity claim", report.identity_claim);
  text += Line("discovery", report.discovery_url.empty() ? "not asked: CQ_OIDC_JWKS_URL is set"
                                                         : report.discovery_url);
  text += Line("keys from", report.jwks_url.empty() ? "unknown" : report.jwks_url);
  if (report.lifetime.count() > 0) {
    text += Line("keys kept for", std::to_string(report.lifetime.count()) + " s");
  }
  for (const ReportedKey& key : report.keys) text += KeyLine(key);
  text += report.IsGood() ? "Tokens can be verified.\n"
                          : "Tokens cannot be verified: " + WithoutControls(report.problem) + "\n";
  return text;
}

}  // namespace cq::oidc
