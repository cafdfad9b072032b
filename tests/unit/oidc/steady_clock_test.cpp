#include "oidc/steady_clock.h"

#include <gtest/gtest.h>

#include <thread>

namespace cq::oidc {
namespace {

TEST(SystemSteadyClockTest, DoesNotWaitForWhatHasPassed) {
  SystemSteadyClock clock;
  std::mutex mutex;
  std::condition_variable wake;
  std::unique_lock lock(mutex);
  clock.WaitUntil(lock, wake, clock.Now() - std::chrono::seconds(1));
  clock.WaitUntil(lock, wake, SteadyTime::min());
  EXPECT_TRUE(lock.owns_lock());
}

class EndlessWaitTest : public ::testing::TestWithParam<SteadyTime> {};

TEST_P(EndlessWaitTest, EndsWhenNotified) {
  SystemSteadyClock clock;
  std::mutex mutex;
  std::condition_variable wake;
  bool is_done = false;
  std::unique_lock lock(mutex);
  std::thread notifier([&] {
    const std::lock_guard own(mutex);
    is_done = true;
    wake.notify_all();
  });
  while (!is_done) clock.WaitUntil(lock, wake, GetParam());
  lock.unlock();
  notifier.join();
}

INSTANTIATE_TEST_SUITE_P(Deadlines, EndlessWaitTest,
                         ::testing::Values(SteadyTime::max(),
                                           SystemSteadyClock().Now() + std::chrono::hours(24)));

}  // namespace
}  // namespace cq::oidc
