#include "http/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <utility>

namespace cq::http {
namespace {

TEST(WorkerPoolTest, RunsJobsOnSeveralThreadsAtOnce) {
  WorkerPool pool(3, 10);
  std::latch all_running(3);
  std::latch finished(3);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pool.TrySubmit([&] {
      all_running.arrive_and_wait();
      finished.count_down();
    }));
  }
  finished.wait();
}

TEST(WorkerPoolTest, RunsJobsOnEveryThreadAgainAfterARest) {
  WorkerPool pool(4, 100);
  for (int round = 0; round < 200; ++round) {
    std::latch all_running(4);
    std::latch finished(4);
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(pool.TrySubmit([&] {
        all_running.arrive_and_wait();
        finished.count_down();
      }));
    }
    finished.wait();
  }
}

TEST(WorkerPoolTest, BoundsTheQueue) {
  std::latch started(1);
  std::latch release(1);
  std::latch finished(2);
  WorkerPool pool(1, 1);
  ASSERT_TRUE(pool.TrySubmit([&] {
    started.count_down();
    release.wait();
    finished.count_down();
  }));
  started.wait();
  EXPECT_EQ(pool.busy(), 1U);
  EXPECT_EQ(pool.queue_length(), 0U);
  EXPECT_TRUE(pool.TrySubmit([&] { finished.count_down(); }));
  EXPECT_EQ(pool.queue_length(), 1U);
  EXPECT_FALSE(pool.TrySubmit([] {}));
  release.count_down();
  finished.wait();
}

TEST(WorkerPoolTest, StopWaitsForRunningJobsAndDropsWaitingOnes) {
  std::latch started(1);
  std::atomic<bool> release = false;
  std::atomic<bool> first_done = false;
  std::atomic<bool> second_ran = false;
  const auto held = std::make_shared<int>(0);
  WorkerPool pool(1, 5);
  ASSERT_TRUE(pool.TrySubmit([&] {
    started.count_down();
    release.wait(false);
    first_done = true;
  }));
  started.wait();
  ASSERT_TRUE(pool.TrySubmit([&, held] { second_ran = true; }));
  EXPECT_EQ(held.use_count(), 2);
  std::thread releaser([&] {
    while (held.use_count() == 2) std::this_thread::yield();  // until Stop() dropped the second job
    release = true;
    release.notify_all();
  });
  pool.Stop();
  releaser.join();
  EXPECT_TRUE(first_done);
  EXPECT_FALSE(second_ran);
  EXPECT_FALSE(pool.TrySubmit([] {}));
}

}  // namespace
}  // namespace cq::http
