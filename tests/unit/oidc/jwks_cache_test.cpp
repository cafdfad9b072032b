#include "oidc/jwks_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "unit/oidc/provider_fixture.h"

namespace cq::oidc {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class JwksCacheTest : public ProviderFixture {
 protected:
  JwksCacheTest() { Serve({first_key().Jwk("a")}); }

  std::uint64_t version() const {
    const auto current = cache_->Current();
    return current ? current->version : 0;
  }
  std::vector<KeyHealth> Healths() const {
    std::vector<KeyHealth> healths;
    for (const auto& [health, text] : observer_.healths()) healths.push_back(health);
    return healths;
  }
  std::vector<std::string> Kids() const {
    std::vector<std::string> kids;
    if (const auto current = cache_->Current()) {
      for (const auto& key : current->keys.keys()) kids.push_back(key->kid.value_or(""));
    }
    return kids;
  }
};

TEST_F(JwksCacheTest, FetchesAtStart) {
  Start();
  EXPECT_THAT(Kids(), ElementsAre("a"));
  EXPECT_EQ(fetcher_.count(), 1U);
  const KeyStatus status = cache_->status();
  EXPECT_EQ(status.health, KeyHealth::kCurrent);
  EXPECT_TRUE(CanVerify(status));
  EXPECT_EQ(status.usable_keys, 1U);
  EXPECT_EQ(status.age, seconds(0));
  EXPECT_EQ(ReadinessText(status), "keys available");
  EXPECT_TRUE(cache_->IsUpToDate());
  ASSERT_THAT(observer_.healths(), SizeIs(1));
  EXPECT_THAT(observer_.healths()[0].second, AllOf(HasSubstr("1 key "), HasSubstr(kJwksUrl)));
}

TEST_F(JwksCacheTest, IsNotReadyBeforeTheFirstFetchEnds) {
  fetcher_.Hold();
  Build();
  cache_->Start();
  fetcher_.AwaitFetches(1);
  EXPECT_EQ(cache_->Current(), nullptr);
  EXPECT_FALSE(cache_->IsUpToDate());
  EXPECT_EQ(ReadinessText(cache_->status()), "no keys yet: they are being fetched");
  fetcher_.Release();
  AwaitRefreshes(1);
  EXPECT_NE(cache_->Current(), nullptr);
}

TEST_F(JwksCacheTest, RefreshesAheadOfExpiry) {
  Serve({first_key().Jwk("a")}, "max-age=100");
  Start();
  Pass(seconds(79));
  EXPECT_EQ(fetcher_.count(), 1U);
  EXPECT_EQ(cache_->status().age, seconds(79));
  Pass(seconds(1));
  AwaitRefreshes(2);
  EXPECT_EQ(fetcher_.count(), 2U);
  EXPECT_EQ(cache_->status().age, seconds(0));
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kCurrent)) << "nothing to tell";
  EXPECT_THAT(observer_.rotations(), IsEmpty());
}

TEST_F(JwksCacheTest, ARefreshReplacesTheKeys) {
  Start();
  Serve({second_key().Jwk("b")});
  Pass(minutes(8));
  AwaitRefreshes(2);
  EXPECT_THAT(Kids(), ElementsAre("b"));
  ASSERT_THAT(observer_.rotations(), SizeIs(1));
  EXPECT_THAT(observer_.rotations()[0], AllOf(HasSubstr("new: \"b\""), HasSubstr("gone: \"a\"")));
}

TEST_F(JwksCacheTest, ANewKeyUnderAnOldKidIsARotation) {
  Start();
  Serve({second_key().Jwk("a")});
  Pass(minutes(8));
  AwaitRefreshes(2);
  EXPECT_THAT(observer_.rotations(), SizeIs(1));
}

TEST_F(JwksCacheTest, KeepsTheKeysThroughAnOutageAndTellsOnce) {
  Start();
  Break();
  Pass(minutes(8));
  AwaitRefreshes(2);
  for (std::size_t attempt = 3; attempt < 10; ++attempt) {
    Pass(kLongestRetry);
    AwaitRefreshes(attempt);
  }
  EXPECT_THAT(Kids(), ElementsAre("a"));
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kCurrent, KeyHealth::kStale));
  EXPECT_THAT(observer_.healths()[1].second, HasSubstr("connection refused"));
  EXPECT_THAT(ReadinessText(cache_->status()),
              AllOf(HasSubstr("keys available"), HasSubstr("connection refused")));
  EXPECT_FALSE(cache_->IsUpToDate());

  Serve({first_key().Jwk("a")});
  Pass(kLongestRetry);
  AwaitRefreshes(10);
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kCurrent, KeyHealth::kStale, KeyHealth::kCurrent));
  EXPECT_EQ(cache_->status().failure, "");
}

TEST_F(JwksCacheTest, GivesTheKeysUpADayAfterTheyExpired) {
  Start();
  Break();
  Pass(minutes(8));
  AwaitRefreshes(2);
  Pass(minutes(2) + hours(24) - seconds(1));
  AwaitRefreshes(3);
  EXPECT_THAT(Kids(), ElementsAre("a"));
  Pass(seconds(1));
  EXPECT_THAT(Kids(), IsEmpty());
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kCurrent, KeyHealth::kStale, KeyHealth::kNoKeys));
  EXPECT_THAT(ReadinessText(cache_->status()), HasSubstr("no keys yet"));
}

TEST_F(JwksCacheTest, TriesUntilTheProviderIsThere) {
  Break();
  Start();
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kNoKeys));
  EXPECT_THAT(ReadinessText(cache_->status()),
              AllOf(HasSubstr("no keys yet"), HasSubstr("connection refused")));
  Pass(seconds(1));
  AwaitRefreshes(2);
  Serve({first_key().Jwk("a")});
  Pass(seconds(2));
  AwaitRefreshes(3);
  EXPECT_THAT(Kids(), ElementsAre("a"));
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kNoKeys, KeyHealth::kCurrent));
  EXPECT_EQ(fetcher_.count(), 3U);
}

TEST_F(JwksCacheTest, OneBadKeyDoesNotSpoilTheSet) {
  Serve({R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"bad"})", R"("no object")",
         first_key().Jwk("a"), R"({"kty":"oct","k":"c2VjcmV0","kid":"oct"})"});
  Start();
  EXPECT_THAT(Kids(), ElementsAre("a"));
  EXPECT_EQ(cache_->status().usable_keys, 1U);
  EXPECT_EQ(cache_->status().unusable_keys, 3U);
}

class NoUsableKeysTest : public JwksCacheTest,
                         public ::testing::WithParamInterface<std::vector<std::string>> {};

TEST_P(NoUsableKeysTest, IsLikeNoSet) {
  Serve(GetParam());
  Start();
  EXPECT_EQ(cache_->Current(), nullptr);
  EXPECT_THAT(ReadinessText(cache_->status()), HasSubstr("no usable key"));
  EXPECT_THAT(observer_.refreshes(), ElementsAre(RefreshResult::kNoUsableKeys));
  Serve({first_key().Jwk("a")});
  Pass(kFirstRetry);
  AwaitRefreshes(2);
  EXPECT_THAT(Kids(), ElementsAre("a"));
}

INSTANTIATE_TEST_SUITE_P(Sets, NoUsableKeysTest,
                         ::testing::Values(std::vector<std::string>{},
                                           std::vector<std::string>{
                                               R"({"kty":"oct","k":"c2VjcmV0"})"}));

TEST_F(JwksCacheTest, AnEmptySetDropsTheKeys) {
  Start();
  Serve({});
  Pass(minutes(8));
  AwaitRefreshes(2);
  EXPECT_EQ(cache_->Current(), nullptr);
  EXPECT_THAT(Healths(), ElementsAre(KeyHealth::kCurrent, KeyHealth::kNoKeys));
}

TEST_F(JwksCacheTest, WhoWaitsIsReleasedByTheEndOfTheFetch) {
  Start();
  fetcher_.Hold();
  std::vector<KeyDemand> demands;
  std::atomic<int> released{0};
  for (int i = 0; i < 3; ++i) demands.push_back(cache_->Demand(version()));
  for (const KeyDemand& demand : demands) {
    ASSERT_EQ(demand.outcome, KeyDemand::Outcome::kWait);
    demand.wait([&released] { ++released; });
  }
  fetcher_.AwaitFetches(2);
  EXPECT_EQ(released, 0);
  EXPECT_EQ(cache_->status().waiting, 3U);
  fetcher_.Release();
  AwaitRefreshes(2);
  EXPECT_EQ(released, 3);
  EXPECT_EQ(fetcher_.count(), 2U);
  demands.clear();
  EXPECT_EQ(cache_->status().waiting, 0U);
}

TEST_F(JwksCacheTest, WhoBeginsToWaitTooLateIsReleasedAtOnce) {
  Start();
  const KeyDemand demand = cache_->Demand(version());
  ASSERT_EQ(demand.outcome, KeyDemand::Outcome::kWait);
  AwaitRefreshes(2);
  bool is_released = false;
  demand.wait([&is_released] { is_released = true; });
  EXPECT_TRUE(is_released);
}

TEST_F(JwksCacheTest, NobodyWaitsLongerThanFiveSeconds) {
  Start();
  fetcher_.Hold();
  const auto wait = [this](std::promise<void>& released) {
    cache_->Demand(version()).wait([&released] { released.set_value(); });
  };
  std::promise<void> first;
  std::promise<void> second;
  wait(first);
  fetcher_.AwaitFetches(2);
  steady_.AwaitWaits(1);
  steady_.Advance(seconds(3));
  wait(second);
  steady_.Advance(seconds(2));
  first.get_future().wait();
  EXPECT_EQ(second.get_future().wait_for(seconds(0)), std::future_status::timeout);
  fetcher_.Release();
  AwaitRefreshes(2);
}

TEST_F(JwksCacheTest, ANewerSetNeedsNoWaiting) {
  Start();
  const std::uint64_t seen = version();
  Pass(minutes(8));
  AwaitRefreshes(2);
  EXPECT_EQ(cache_->Demand(seen).outcome, KeyDemand::Outcome::kNewKeys);
  EXPECT_EQ(cache_->Demand(0).outcome, KeyDemand::Outcome::kNewKeys);
  EXPECT_EQ(fetcher_.count(), 2U);
}

TEST_F(JwksCacheTest, OnlySoManyMayWait) {
  Start(2);
  fetcher_.Hold();
  const KeyDemand first = cache_->Demand(version());
  std::optional<KeyDemand> second = cache_->Demand(version());
  EXPECT_EQ(first.outcome, KeyDemand::Outcome::kWait);
  EXPECT_EQ(second->outcome, KeyDemand::Outcome::kWait);
  EXPECT_EQ(cache_->Demand(version()).outcome, KeyDemand::Outcome::kCrowded);
  second.reset();
  EXPECT_EQ(cache_->Demand(version()).outcome, KeyDemand::Outcome::kWait);
  fetcher_.Release();
}

TEST_F(JwksCacheTest, SaysWhenToAskAgain) {
  Break();
  Start();
  ASSERT_EQ(cache_->Demand(0).outcome, KeyDemand::Outcome::kWait);
  AwaitRefreshes(2);
  EXPECT_EQ(cache_->Demand(0).outcome, KeyDemand::Outcome::kTooSoon);
  EXPECT_EQ(cache_->RetryAfter(), seconds(2)) << "the second pause of the back-off";
  Pass(std::chrono::milliseconds(500));
  EXPECT_EQ(cache_->RetryAfter(), seconds(2)) << "rounded up";
  Pass(std::chrono::milliseconds(1400));
  EXPECT_EQ(cache_->RetryAfter(), seconds(1)) << "never zero";
}

TEST_F(JwksCacheTest, StopReleasesWhoWaitsAndEndsTheFetch) {
  Start();
  fetcher_.Hold();
  std::atomic<bool> is_released{false};
  const KeyDemand demand = cache_->Demand(version());
  const KeyDemand late = cache_->Demand(version());
  demand.wait([&is_released] { is_released = true; });
  fetcher_.AwaitFetches(2);
  cache_->Stop();
  EXPECT_TRUE(is_released);
  bool is_late_released = false;
  late.wait([&is_late_released] { is_late_released = true; });
  EXPECT_TRUE(is_late_released);
  EXPECT_EQ(cache_->Demand(version()).outcome, KeyDemand::Outcome::kTooSoon);
  EXPECT_THAT(Kids(), ElementsAre("a")) << "the keys stay";
  EXPECT_THAT(observer_.refreshes(), SizeIs(1)) << "an aborted fetch is no failure";
  cache_->Stop();
}

TEST_F(JwksCacheTest, CanBeStoppedBeforeItStarts) {
  Build();
  cache_->Stop();
  EXPECT_EQ(fetcher_.count(), 0U);
}

class FullChance final : public RandomSource {
 public:
  void Fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{0xFF}); }
};
class BrokenChance final : public RandomSource {
 public:
  void Fill(std::span<std::byte> /*bytes*/) override { throw std::runtime_error("no entropy"); }
};

TEST_F(JwksCacheTest, ChanceSpreadsRefreshesAndIsNotNeeded) {
  FullChance full;
  BrokenChance broken;
  struct Case {
    RandomSource* random;
    seconds last_quiet;  // nothing is due before the next second
  };
  for (const Case& c : {Case{&full, seconds(899)}, Case{&broken, seconds(799)}}) {
    RecordingObserver observer;
    FakeFetcher fetcher;
    fetcher.SetAnswer(kJwksUrl,
                      FakeFetcher::Json(KeySetJson({first_key().Jwk("a")}), "max-age=1000"));
    KeySource source(options_, fetcher, steady_);
    JwksCache cache(
        {.source = source, .clock = steady_, .random = *c.random, .observer = observer});
    cache.Start();
    observer.AwaitRefreshes(1);
    steady_.AwaitWaits(kThreads);
    Pass(c.last_quiet);
    EXPECT_EQ(fetcher.count(), 1U);
    Pass(seconds(1));
    observer.AwaitRefreshes(2);
    steady_.AwaitWaits(kThreads);
  }
}

class ThrowingFetcher final : public HttpFetcher {
 public:
  tl::expected<HttpAnswer, FetchFailure> Fetch(const std::string& /*url*/,
                                               const FetchLimits& /*limits*/) override {
    throw std::runtime_error("out of handles");
  }
  void Abort() override {}
};

TEST_F(JwksCacheTest, BrokenInfrastructureIsAFailedAttempt) {
  ThrowingFetcher fetcher;
  KeySource source(options_, fetcher, steady_);
  JwksCache cache({.source = source, .clock = steady_, .random = chance_, .observer = observer_});
  cache.Start();
  AwaitRefreshes(1);
  EXPECT_THAT(ReadinessText(cache.status()), HasSubstr("out of handles"));
  Pass(seconds(1));
  observer_.AwaitRefreshes(2);
}

}  // namespace
}  // namespace cq::oidc
