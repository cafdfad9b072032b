// A pretended identity provider, and a server of which all but the provider and the time is real.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/random.h"
#include "oidc/jwks_cache.h"
#include "oidc/key_source.h"
#include "oidc/oidc_token_verifier.h"
#include "support/fake_clock.h"
#include "unit/oidc/fake_fetcher.h"
#include "unit/oidc/fake_steady_clock.h"
#include "unit/oidc/provider_key.h"
#include "unit/oidc/recording_observer.h"

namespace cq::oidc {

class NoChance final : public RandomSource {
 public:
  void Fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{0}); }
};

inline constexpr std::int64_t kNow = 1'800'000'000;
inline const std::string kIssuer = "https://idp.example.com/realms/cq";
inline const std::string kDiscoveryUrl = kIssuer + "/.well-known/openid-configuration";
inline const std::string kJwksUrl = "https://idp.example.com/keys";

inline TimePoint At(std::int64_t seconds) { return TimePoint(std::chrono::seconds(seconds)); }

class ProviderFixture : public ::testing::Test {
 protected:
  ProviderFixture() {
    options_.policy.issuer = kIssuer;
    options_.policy.audiences = {"cq"};
    options_.policy.algorithms.Add(jose::Algorithm::kRs256);
    options_.policy.algorithms.Add(jose::Algorithm::kEs256);
    options_.jwks_url = kJwksUrl;
  }
  ~ProviderFixture() override {
    if (cache_) cache_->Stop();
  }

  static const ProviderKey& first_key() {
    static const ProviderKey key = ProviderKey::Ec();
    return key;
  }
  static const ProviderKey& second_key() {
    static const ProviderKey key = ProviderKey::Ec();
    return key;
  }

  void Serve(const std::vector<std::string>& keys, const std::string& cache_control = {}) {
    fetcher_.SetAnswer(kJwksUrl, FakeFetcher::Json(KeySetJson(keys), cache_control));
  }
  void Break() {
    fetcher_.SetAnswer(kJwksUrl,
                       FakeFetcher::Failure(FetchFailure::Kind::kConnection, "connection refused"));
  }

  void Build(std::size_t waiting_limit = kMaxWaitingRequests) {
    source_.emplace(options_, fetcher_, steady_);
    cache_.emplace(
        JwksCacheDependencies{
            .source = *source_, .clock = steady_, .random = chance_, .observer = observer_},
        waiting_limit);
    verifier_.emplace(OidcVerifierDependencies{.options = options_,
                                               .keys = *cache_,
                                               .clock = wall_,
                                               .steady_clock = steady_,
                                               .observer = observer_});
  }

  // Until the first fetch has ended and both threads wait.
  void Start(std::size_t waiting_limit = kMaxWaitingRequests) {
    const std::size_t before = observer_.refreshes().size();
    Build(waiting_limit);
    cache_->Start();
    AwaitRefreshes(before + 1);
  }
  void AwaitRefreshes(std::size_t count) {
    observer_.AwaitRefreshes(count);
    steady_.AwaitWaits(kThreads);
  }
  void Restart() {
    verifier_.reset();
    cache_.reset();
    fetcher_.Restart();
    Start();
  }
  // Time passes, and what is due by then is done.
  void Pass(SteadyTime::duration time) {
    wall_.Set(wall_.Now() + std::chrono::duration_cast<TimePoint::duration>(time));
    steady_.Advance(time);
    steady_.AwaitWaits(kThreads);
  }

  // The usual claims with `more` (",\"x\":1") in them.
  static std::string Claims(std::string_view more = {}) {
    return R"({"iss":")" + kIssuer + R"(","aud":"cq","sub":"alice","exp":)" +
           std::to_string(kNow + 3'000'000) + std::string(more) + "}";
  }
  static std::string Header(std::string_view kid, std::string_view algorithm) {
    return R"({"alg":")" + std::string(algorithm) + R"(","kid":")" + std::string(kid) + R"("})";
  }
  static std::string Token(const ProviderKey& key, std::string_view kid,
                           std::string_view more_claims = {}) {
    return key.Sign(Header(kid, key.algorithm()), Claims(more_claims));
  }

  auth::Verification Verify(std::string_view token,
                            auth::Patience patience = auth::Patience::kMayWait) {
    return verifier_->Verify(token, patience);
  }
  // The user name or the reason of the refusal; "pending".
  std::string Outcome(std::string_view token, auth::Patience patience = auth::Patience::kMayWait) {
    return Describe(Verify(token, patience));
  }
  static std::string Describe(const auth::Verification& verification) {
    if (const auto* identity = std::get_if<auth::ExternalIdentity>(&verification)) {
      return identity->username;
    }
    if (const auto* refusal = std::get_if<auth::TokenRefusal>(&verification)) {
      return std::string(refusal->reason);
    }
    return "pending";
  }
  // As a request does: waits when it has to, then asks again.
  std::string OutcomeAfterWaiting(std::string_view token) {
    const auth::Verification verification = Verify(token);
    const auto* pending = std::get_if<auth::KeysPending>(&verification);
    if (pending == nullptr) return Describe(verification);
    std::promise<void> resumed;
    pending->wait([&resumed] { resumed.set_value(); });
    resumed.get_future().wait();
    return Outcome(token, auth::Patience::kHasWaited);
  }

  static constexpr std::size_t kThreads = 2;

  OidcOptions options_;
  FakeFetcher fetcher_;
  FakeSteadyClock steady_;
  cq::testing::FakeClock wall_{At(kNow)};
  NoChance chance_;
  RecordingObserver observer_;
  std::optional<KeySource> source_;
  std::optional<JwksCache> cache_;
  std::optional<OidcTokenVerifier> verifier_;
};

}  // namespace cq::oidc
