#include "oidc/refresh_schedule.h"

#include <gtest/gtest.h>

#include <vector>

namespace cq::oidc {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Task = RefreshSchedule::Task;

constexpr SteadyTime kStart{hours(1000)};
constexpr double kNoChance = 0.0;

// A schedule whose first fetch brought keys for ten minutes at kStart.
RefreshSchedule WithKeys(seconds lifetime = minutes(10), double chance = kNoChance) {
  RefreshSchedule schedule(kStart);
  EXPECT_EQ(schedule.Next(kStart), Task::kFetch);
  schedule.OnKeys(kStart, lifetime, chance);
  return schedule;
}

TEST(RefreshScheduleTest, FetchesAtOnceAfterStartAndOneAtATime) {
  RefreshSchedule schedule(kStart);
  EXPECT_EQ(schedule.health(), KeyHealth::kStarting);
  EXPECT_EQ(schedule.NextAt(), kStart);
  EXPECT_EQ(schedule.Next(kStart), Task::kFetch);
  EXPECT_TRUE(schedule.is_fetching());
  EXPECT_EQ(schedule.Next(kStart + hours(1)), Task::kNone);
  EXPECT_EQ(schedule.NextAt(), SteadyTime::max());
}

struct RefreshAhead {
  seconds lifetime;
  double chance;
  seconds due_after;
};

class RefreshAheadTest : public testing::TestWithParam<RefreshAhead> {};

TEST_P(RefreshAheadTest, IsBeforeTheKeysExpire) {
  const RefreshAhead& c = GetParam();
  RefreshSchedule schedule = WithKeys(c.lifetime, c.chance);
  EXPECT_EQ(schedule.health(), KeyHealth::kCurrent);
  EXPECT_EQ(schedule.NextAt(), kStart + c.due_after);
  EXPECT_EQ(schedule.Next(kStart + c.due_after - seconds(1)), Task::kNone);
  EXPECT_EQ(schedule.Next(kStart + c.due_after), Task::kFetch);
}

INSTANTIATE_TEST_SUITE_P(Lifetimes, RefreshAheadTest,
                         testing::Values(RefreshAhead{seconds(60), 0.0, seconds(48)},
                                         RefreshAhead{seconds(100), 0.5, seconds(85)},
                                         RefreshAhead{minutes(10), 0.0, minutes(8)},
                                         RefreshAhead{hours(24), 0.0, minutes(24 * 48)}));

struct BackOff {
  double chance;
  std::vector<std::chrono::milliseconds> pauses;
};

class BackOffTest : public testing::TestWithParam<BackOff> {};

TEST_P(BackOffTest, DoublesUpToItsLimitAndBeginsAnewAfterSuccess) {
  RefreshSchedule schedule(kStart);
  SteadyTime now = kStart;
  for (int round = 0; round < 2; ++round) {
    for (const auto pause : GetParam().pauses) {
      ASSERT_EQ(schedule.Next(now), Task::kFetch);
      schedule.OnFailure(now, GetParam().chance);
      ASSERT_EQ(schedule.NextAt() - now, pause);
      now = schedule.NextAt();
    }
    ASSERT_EQ(schedule.Next(now), Task::kFetch);
    schedule.OnKeys(now, minutes(10), kNoChance);
    now = schedule.NextAt();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Chances, BackOffTest,
    testing::Values(BackOff{0.0,
                            {seconds(1), seconds(2), seconds(4), seconds(8), seconds(16),
                             seconds(30), seconds(30), seconds(30)}},
                    BackOff{0.5,
                            {std::chrono::milliseconds(750), std::chrono::milliseconds(1500),
                             seconds(3), seconds(6), seconds(12), std::chrono::milliseconds(22500),
                             std::chrono::milliseconds(22500)}}));

TEST(RefreshScheduleTest, BackOffNeverOverflows) {
  RefreshSchedule schedule(kStart);
  SteadyTime now = kStart;
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_EQ(schedule.Next(now), Task::kFetch);
    schedule.OnFailure(now, kNoChance);
    now = schedule.NextAt();
  }
  EXPECT_EQ(schedule.NextAt() - now, seconds(0));
  EXPECT_EQ(schedule.health(), KeyHealth::kNoKeys);
}

TEST(RefreshScheduleTest, DemandFetchesAtMostOnceAnInterval) {
  RefreshSchedule schedule = WithKeys();
  EXPECT_TRUE(schedule.Demand(kStart));
  EXPECT_EQ(schedule.NextAt(), kStart);
  EXPECT_TRUE(schedule.Demand(kStart)) << "the fetch is due";
  EXPECT_EQ(schedule.Next(kStart), Task::kFetch);
  EXPECT_TRUE(schedule.Demand(kStart + seconds(1))) << "the fetch is under way";
  schedule.OnKeys(kStart + seconds(2), minutes(10), kNoChance);
  EXPECT_FALSE(schedule.Demand(kStart + seconds(2)));
  EXPECT_FALSE(schedule.Demand(kStart + kDemandInterval - std::chrono::nanoseconds(1)));
  EXPECT_TRUE(schedule.Demand(kStart + kDemandInterval));
}

enum class End { kKeys, kNoUsableKeys, kFailure };

class SlotTest : public testing::TestWithParam<End> {};

TEST_P(SlotTest, ComesBackByTimeAlone) {
  RefreshSchedule schedule = WithKeys();
  ASSERT_TRUE(schedule.Demand(kStart));
  ASSERT_EQ(schedule.Next(kStart), Task::kFetch);
  switch (GetParam()) {
    case End::kKeys:
      schedule.OnKeys(kStart, minutes(10), kNoChance);
      break;
    case End::kNoUsableKeys:
      schedule.OnNoUsableKeys(kStart, kNoChance);
      break;
    case End::kFailure:
      schedule.OnFailure(kStart, kNoChance);
      break;
  }
  EXPECT_FALSE(schedule.Demand(kStart));
  // Each planned attempt is joined, and gives no slot back.
  int fetches = 0;
  SteadyTime last = kStart;
  for (SteadyTime now = kStart; now < kStart + kDemandInterval;
       now += std::chrono::milliseconds(100)) {
    if (schedule.Demand(now) && schedule.Next(now) == Task::kFetch) {
      ++fetches;
      last = now;
      schedule.OnFailure(now, kNoChance);
    }
  }
  EXPECT_LE(fetches, 4) << "the back-off of 1, 2, 4, 8 seconds, and nothing on demand";
  EXPECT_LT(last, kStart + kDemandInterval);
}

INSTANTIATE_TEST_SUITE_P(Ends, SlotTest,
                         testing::Values(End::kKeys, End::kNoUsableKeys, End::kFailure));

TEST(RefreshScheduleTest, PlannedFetchesNeitherTakeNorNeedTheSlot) {
  RefreshSchedule schedule = WithKeys();
  const SteadyTime planned = schedule.NextAt();
  ASSERT_EQ(schedule.Next(planned), Task::kFetch);
  schedule.OnKeys(planned, minutes(10), kNoChance);
  EXPECT_TRUE(schedule.Demand(planned)) << "a key that appeared right after the planned fetch";
  ASSERT_EQ(schedule.Next(planned), Task::kFetch);
  schedule.OnKeys(planned, seconds(60), kNoChance);
  EXPECT_EQ(schedule.NextAt(), planned + seconds(48)) << "every fetch sets the plan anew";
}

TEST(RefreshScheduleTest, KeepsKeysThroughAnOutageOfADay) {
  RefreshSchedule schedule = WithKeys();
  const SteadyTime end = kStart + minutes(10) + kOutageTolerance;
  SteadyTime now = schedule.NextAt();
  while (now < end) {
    ASSERT_EQ(schedule.Next(now), Task::kFetch);
    schedule.OnFailure(now, kNoChance);
    ASSERT_EQ(schedule.health(), KeyHealth::kStale);
    now = schedule.NextAt();
  }
  ASSERT_EQ(now, end);
  EXPECT_EQ(schedule.Next(now), Task::kDropKeys);
  EXPECT_EQ(schedule.health(), KeyHealth::kNoKeys);
  EXPECT_NE(schedule.Next(now), Task::kDropKeys);
}

TEST(RefreshScheduleTest, RecoversFromAnOutage) {
  RefreshSchedule schedule = WithKeys();
  const SteadyTime now = schedule.NextAt();
  ASSERT_EQ(schedule.Next(now), Task::kFetch);
  schedule.OnFailure(now, kNoChance);
  ASSERT_EQ(schedule.Next(now + seconds(1)), Task::kFetch);
  schedule.OnKeys(now + seconds(1), minutes(10), kNoChance);
  EXPECT_EQ(schedule.health(), KeyHealth::kCurrent);
  EXPECT_EQ(schedule.NextAt(), now + seconds(1) + minutes(8));
}

TEST(RefreshScheduleTest, ASetWithoutUsableKeysIsAskedForAgainSoon) {
  RefreshSchedule schedule = WithKeys();
  const SteadyTime now = schedule.NextAt();
  ASSERT_EQ(schedule.Next(now), Task::kFetch);
  schedule.OnNoUsableKeys(now, kNoChance);
  EXPECT_EQ(schedule.health(), KeyHealth::kNoKeys);
  EXPECT_EQ(schedule.NextAt(), now + kFirstRetry);
}

TEST(RefreshScheduleTest, SaysHowLongAFetchIsAway) {
  RefreshSchedule schedule = WithKeys();
  EXPECT_EQ(schedule.TimeToFetch(kStart), seconds(0)) << "on demand";
  ASSERT_TRUE(schedule.Demand(kStart));
  ASSERT_EQ(schedule.Next(kStart), Task::kFetch);
  EXPECT_EQ(schedule.TimeToFetch(kStart), seconds(0)) << "under way";
  schedule.OnKeys(kStart, minutes(10), kNoChance);
  EXPECT_EQ(schedule.TimeToFetch(kStart + seconds(10)), seconds(20));
  EXPECT_EQ(schedule.TimeToFetch(kStart + seconds(60)), seconds(0));
}

}  // namespace
}  // namespace cq::oidc
