// Verifies access tokens with the identity provider's keys.
#pragma once

#include <optional>
#include <string_view>

#include "auth/token_verifier.h"
#include "core/clock.h"
#include "jose/jwt.h"
#include "oidc/jwks_cache.h"
#include "oidc/observer.h"
#include "oidc/options.h"
#include "oidc/steady_clock.h"
#include "oidc/verdict_cache.h"

namespace cq::oidc {

// All of it must outlive the verifier.
struct OidcVerifierDependencies {
  const OidcOptions& options;
  JwksCache& keys;
  const Clock& clock;
  const SteadyClock& steady_clock;
  Observer& observer;
};

// Thread-safe. A pending verification must not be waited on after the end of the key cache.
class OidcTokenVerifier final : public auth::TokenVerifier {
 public:
  explicit OidcTokenVerifier(const OidcVerifierDependencies& dependencies)
      : options_(dependencies.options),
        keys_(dependencies.keys),
        clock_(dependencies.clock),
        steady_clock_(dependencies.steady_clock),
        observer_(dependencies.observer) {}

  std::optional<auth::ExternalIdentity> TryVerify(std::string_view token) override;
  auth::Verification Verify(std::string_view token, auth::Patience patience) override;

 private:
  std::optional<auth::ExternalIdentity> Recall(std::string_view token);
  auth::Verification VerifyAnew(std::string_view token, auth::Patience patience);
  auth::Verification Accept(std::string_view token, const jose::UnverifiedToken& read,
                            std::shared_ptr<const jose::Jwk> key, std::uint64_t keys_version);
  // `refusal` is nullopt when there was no key at all.
  auth::Verification RefuseForKey(std::optional<jose::Refusal> refusal) const;
  auth::TokenRefusal Unavailable(std::string_view reason) const;

  const OidcOptions& options_;
  JwksCache& keys_;
  const Clock& clock_;
  const SteadyClock& steady_clock_;
  Observer& observer_;
  VerdictCache verdicts_;
};

}  // namespace cq::oidc
