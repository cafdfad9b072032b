#include "app/oidc_commands.h"

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/module_options.h"
#include "core/clock.h"
#include "core/text.h"
#include "oidc/check_report.h"
#include "oidc/curl_fetcher.h"
#include "oidc/explanation.h"
#include "oidc/key_source.h"
#include "oidc/steady_clock.h"

namespace cq::app {
namespace {

// Far above any token, so that one that is too long is explained too.
constexpr std::size_t kMaxInputBytes = std::size_t{1} << 20U;

int NoIssuer() {
  Complain("CQ_OIDC_ISSUER is not set: give the server's configuration");
  return kExitUsage;
}

oidc::KeyFetch FetchKeys(const config::OidcSettings& settings, const oidc::OidcOptions& options) {
  const oidc::SystemSteadyClock clock;
  oidc::CurlFetcher fetcher(CurlOptionsOf(settings));
  return oidc::KeySource(options, fetcher, clock).Fetch();
}

std::string ReadInput() {
  std::string input(kMaxInputBytes, '\0');
  std::cin.read(input.data(), static_cast<std::streamsize>(input.size()));
  input.resize(static_cast<std::size_t>(std::cin.gcount()));
  return input;
}

}  // namespace

int CheckIdentityProvider(const config::Settings& settings) {
  if (!settings.oidc) return NoIssuer();
  const oidc::OidcOptions options = OidcOptionsOf(*settings.oidc);
  const oidc::CheckReport report =
      oidc::MakeCheckReport(options, FetchKeys(*settings.oidc, options));
  std::cout << oidc::ToText(report);
  return report.IsGood() ? 0 : kExitFailure;
}

int ExplainToken(const config::Settings& settings) {
  if (!settings.oidc) return NoIssuer();
  const std::string input = ReadInput();
  std::string_view token = StripWhitespace(input);
  constexpr std::string_view kScheme = "Bearer ";
  if (token.starts_with(kScheme)) token = StripWhitespace(token.substr(kScheme.size()));
  if (token.empty()) {
    Complain("there is no token on standard input: cq-server oidc explain < FILE");
    return kExitUsage;
  }
  const oidc::OidcOptions options = OidcOptionsOf(*settings.oidc);
  const oidc::Explanation explanation =
      oidc::Explain(token, options, FetchKeys(*settings.oidc, options), SystemClock().Now());
  std::cout << oidc::ToText(explanation);
  return explanation.is_accepted ? 0 : kExitFailure;
}

}  // namespace cq::app
