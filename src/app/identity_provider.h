// The verification of the identity provider's access tokens, wired from the configuration.
#pragma once

#include "auth/token_verifier.h"
#include "config/settings.h"
#include "core/clock.h"
#include "core/random.h"
#include "oidc/curl_fetcher.h"
#include "oidc/jwks_cache.h"
#include "oidc/key_source.h"
#include "oidc/key_status.h"
#include "oidc/observer.h"
#include "oidc/oidc_token_verifier.h"
#include "oidc/options.h"
#include "oidc/steady_clock.h"

namespace cq::app {

// Start and Stop belong to one thread; the rest is thread-safe. Everything it is given must outlive
// it, and it must outlive the server whose requests use it.
class IdentityProvider {
 public:
  IdentityProvider(const config::OidcSettings& settings, const Clock& clock, RandomSource& random,
                   oidc::Observer& observer);

  // Begins to fetch keys.
  void Start() { keys_.Start(); }
  // Releases the requests that wait for keys; no request waits afterwards.
  void Stop() { keys_.Stop(); }

  auth::TokenVerifier& verifier() { return verifier_; }
  oidc::KeyStatus status() const { return keys_.status(); }

 private:
  const oidc::OidcOptions options_;
  oidc::SystemSteadyClock steady_clock_;
  oidc::CurlFetcher fetcher_;
  oidc::KeySource source_;
  oidc::JwksCache keys_;
  oidc::OidcTokenVerifier verifier_;
};

}  // namespace cq::app
