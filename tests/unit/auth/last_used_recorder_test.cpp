#include "auth/last_used_recorder.h"

#include <gtest/gtest.h>

#include <thread>

#include "unit/auth/fakes.h"

namespace cq::auth {
namespace {

constexpr TimePoint kNow{std::chrono::seconds(1'800'000'000)};
constexpr LastUsedOptions kOneWriteOnly{.interval = std::chrono::hours(1)};

class LastUsedRecorderTest : public testing::Test {
 protected:
  FakeChangeSignal changes_;
  FakeApiKeyRepository api_keys_{changes_};
};

TEST_F(LastUsedRecorderTest, WritesTheFirstUseAtOnceOnItsOwn) {
  LastUsedRecorder recorder(api_keys_, nullptr, kOneWriteOnly);
  recorder.Record("a", kNow);
  api_keys_.WaitForTouches(1);
  EXPECT_EQ(api_keys_.written_uses().at("a"), "2027-01-15T08:00:00+00:00");
}

TEST_F(LastUsedRecorderTest, CoalescesTheUsesOfAnInterval) {
  LastUsedRecorder recorder(api_keys_, nullptr, kOneWriteOnly);
  recorder.Record("a", kNow);
  api_keys_.WaitForTouches(1);
  for (int i = 0; i < 100; ++i) recorder.Record("a", kNow + std::chrono::microseconds(i));
  recorder.Record("a", kNow);
  recorder.Record("b", kNow);
  recorder.Flush();
  EXPECT_EQ(api_keys_.touch_calls(), 2);
  EXPECT_EQ(api_keys_.written_uses().at("a"), "2027-01-15T08:00:00.000099+00:00");
  EXPECT_TRUE(api_keys_.written_uses().contains("b"));
}

TEST_F(LastUsedRecorderTest, GoesOnAfterAnInterval) {
  LastUsedRecorder recorder(api_keys_, nullptr, {.interval = std::chrono::milliseconds(1)});
  for (int i = 1; i <= 3; ++i) {
    recorder.Record("a", kNow);
    api_keys_.WaitForTouches(i);
  }
}

TEST_F(LastUsedRecorderTest, WritesNothingWhenNothingWasUsed) {
  {
    const LastUsedRecorder recorder(api_keys_, nullptr, {.interval = std::chrono::milliseconds(0)});
  }
  EXPECT_EQ(api_keys_.touch_calls(), 0);
}

TEST_F(LastUsedRecorderTest, TheDestructorWritesWhatIsWaiting) {
  {
    LastUsedRecorder recorder(api_keys_, nullptr, kOneWriteOnly);
    recorder.Record("a", kNow);
    api_keys_.WaitForTouches(1);
    recorder.Record("b", kNow);
  }
  EXPECT_TRUE(api_keys_.written_uses().contains("b"));
}

TEST_F(LastUsedRecorderTest, ShowsWhatIsWaiting) {
  LastUsedRecorder recorder(api_keys_, nullptr, kOneWriteOnly);
  recorder.Record("a", kNow);
  api_keys_.WaitForTouches(1);
  recorder.Record("b", kNow);
  EXPECT_EQ(recorder.PendingUses().at("b"), kNow);
  recorder.Flush();
  EXPECT_TRUE(recorder.PendingUses().empty());
}

TEST_F(LastUsedRecorderTest, AFailureIsToldAndLosesNothing) {
  std::mutex mutex;
  std::vector<std::string> failures;
  LastUsedRecorder recorder(
      api_keys_,
      [&](std::string_view what) {
        const std::lock_guard lock(mutex);
        failures.emplace_back(what);
      },
      kOneWriteOnly);
  api_keys_.fail_touches = true;
  recorder.Record("a", kNow);
  api_keys_.WaitForTouches(1);
  recorder.Flush();
  api_keys_.fail_touches = false;
  recorder.Flush();
  EXPECT_TRUE(api_keys_.written_uses().contains("a"));
  const std::lock_guard lock(mutex);
  ASSERT_FALSE(failures.empty());
  EXPECT_EQ(failures.front(), "disk full");
}

TEST_F(LastUsedRecorderTest, KeepsABoundedNumberOfKeys) {
  LastUsedRecorder recorder(api_keys_, nullptr, {.interval = std::chrono::hours(1), .capacity = 2});
  recorder.Record("first", kNow);
  api_keys_.WaitForTouches(1);
  recorder.Flush();
  for (const char* key : {"a", "b", "c", "a"}) recorder.Record(key, kNow);
  recorder.Flush();
  EXPECT_EQ(api_keys_.written_uses().size(), 3U);
  EXPECT_FALSE(api_keys_.written_uses().contains("c"));
}

TEST_F(LastUsedRecorderTest, TakesUsesFromManyThreads) {
  {
    LastUsedRecorder recorder(api_keys_, nullptr, {.interval = std::chrono::milliseconds(0)});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) recorder.Record(std::to_string(t * 200 + i), kNow);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(api_keys_.written_uses().size(), 800U);
}

}  // namespace
}  // namespace cq::auth
