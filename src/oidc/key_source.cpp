#include "oidc/key_source.h"

#include <utility>

#include "oidc/discovery.h"
#include "oidc/key_lifetime.h"
#include "oidc/shown_text.h"

namespace cq::oidc {
namespace {

std::string StatusProblem(int status) {
  std::string problem = "answered " + std::to_string(status);
  if (status >= 300 && status < 400) problem += ", and redirects are not followed";
  return problem;
}

// Says so when a document that cannot be read was not declared as JSON, such as a login page.
std::string DocumentProblem(const std::string& url, const std::string& problem,
                            const HttpAnswer& answer) {
  std::string text = url + ": " + problem;
  if (answer.content_type.find("json") == std::string::npos) {
    text += " (Content-Type: " +
            (answer.content_type.empty() ? "none" : WithoutControls(answer.content_type)) + ")";
  }
  return text;
}

}  // namespace

KeyFetch KeySource::Fetch() {
  KeyFetch fetch;
  const SteadyTime deadline = clock_.Now() + kKeyFetchTime;
  fetch.jwks_url = options_.jwks_url.empty() ? Discover(fetch, deadline) : options_.jwks_url;
  if (fetch.jwks_url.empty()) return fetch;

  const auto answer = Get(fetch.jwks_url, deadline);
  if (!answer) {
    discovered_.clear();
    fetch.keys = tl::unexpected(answer.error());
    return fetch;
  }
  auto set = jose::JwkSet::Parse(answer->body);
  if (!set) {
    discovered_.clear();
    fetch.keys = tl::unexpected(DocumentProblem(fetch.jwks_url, set.error(), *answer));
    return fetch;
  }
  fetch.keys = FetchedKeys{.set = *std::move(set), .lifetime = KeyLifetime(answer->cache_control)};
  return fetch;
}

std::string KeySource::Discover(KeyFetch& fetch, SteadyTime deadline) {
  const SteadyTime now = clock_.Now();
  if (!discovered_.empty() && now - discovered_at_ < kDiscoveryLifetime) return discovered_;
  discovered_.clear();

  fetch.discovery_url = DiscoveryUrl(options_.policy.issuer);
  const auto answer = Get(fetch.discovery_url, deadline);
  if (!answer) {
    fetch.keys = tl::unexpected(answer.error());
    return {};
  }
  auto jwks_uri = ReadJwksUri(answer->body, options_.policy.issuer, options_.plain_http);
  if (!jwks_uri) {
    fetch.keys = tl::unexpected(DocumentProblem(fetch.discovery_url, jwks_uri.error(), *answer));
    return {};
  }
  discovered_ = *std::move(jwks_uri);
  discovered_at_ = now;
  return discovered_;
}

tl::expected<HttpAnswer, std::string> KeySource::Get(const std::string& url, SteadyTime deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock_.Now());
  if (left.count() <= 0) return tl::unexpected(url + ": no time is left to ask for it");
  auto answer = fetcher_.Fetch(url, {.time = left, .bytes = kKeyFetchBytes});
  if (!answer) return tl::unexpected(url + ": " + WithoutControls(answer.error().text));
  if (answer->status != 200) return tl::unexpected(url + ": " + StatusProblem(answer->status));
  return *std::move(answer);
}

}  // namespace cq::oidc
