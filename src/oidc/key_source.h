// Fetches the keys of the issuer, from the configured place or the one that discovery names.
#pragma once

#include <chrono>
#include <string>
#include <tl/expected.hpp>

#include "jose/jwk_set.h"
#include "oidc/http_fetcher.h"
#include "oidc/options.h"
#include "oidc/steady_clock.h"

namespace cq::oidc {

inline constexpr std::chrono::seconds kKeyFetchTime{5};               // discovery and keys together
inline constexpr std::size_t kKeyFetchBytes = std::size_t{1} << 20U;  // of each document
inline constexpr std::chrono::hours kDiscoveryLifetime{1};

struct FetchedKeys {
  jose::JwkSet set;
  std::chrono::seconds lifetime{};
};

// One attempt, with the way it went.
struct KeyFetch {
  std::string discovery_url;                    // empty: discovery was not asked
  std::string jwks_url;                         // empty: not known
  tl::expected<FetchedKeys, std::string> keys;  // the error is for operators
};

// Used by one thread; Abort from any.
class KeySource {
 public:
  // All of it must outlive the source.
  KeySource(const OidcOptions& options, HttpFetcher& fetcher, const SteadyClock& clock)
      : options_(options), fetcher_(fetcher), clock_(clock) {}

  // Blocks for at most kKeyFetchTime. What discovery said is used for kDiscoveryLifetime, or until
  // an attempt fails.
  KeyFetch Fetch();

  void Abort() { fetcher_.Abort(); }

 private:
  tl::expected<HttpAnswer, std::string> Get(const std::string& url, SteadyTime deadline);
  // The error is set in `fetch`, and the result empty, when discovery fails.
  std::string Discover(KeyFetch& fetch, SteadyTime deadline);

  const OidcOptions& options_;
  HttpFetcher& fetcher_;
  const SteadyClock& clock_;
  std::string discovered_;  // empty: to be asked for
  SteadyTime discovered_at_{};
};

}  // namespace cq::oidc
