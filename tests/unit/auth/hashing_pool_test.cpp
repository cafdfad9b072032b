#include "auth/hashing_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <latch>
#include <stdexcept>

namespace cq::auth {
namespace {

TEST(HashingPoolTest, RunsTheWorkOnAThreadOfLowerPriority) {
  HashingPool pool({.threads = 1});
  const std::thread::id caller = std::this_thread::get_id();
  std::thread::id worker = caller;
  int niceness = -1;
  ASSERT_TRUE(pool.Run([&] {
    worker = std::this_thread::get_id();
    niceness = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
  }));
  EXPECT_NE(worker, caller);
  EXPECT_GT(niceness, getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())));
}

TEST(HashingPoolTest, PassesExceptionsOn) {
  HashingPool pool({.threads = 1});
  EXPECT_THROW(static_cast<void>(pool.Run([] { throw std::runtime_error("broken"); })),
               std::runtime_error);
  EXPECT_TRUE(pool.Run([] {}));
}

TEST(HashingPoolTest, RefusesWhoWouldWaitBeyondTheLimit) {
  HashingPool pool({.threads = 1, .waiting_limit = 0});
  std::latch started(1);
  std::latch finish(1);
  std::thread busy([&] {
    EXPECT_TRUE(pool.Run([&] {
      started.count_down();
      finish.wait();
    }));
  });
  started.wait();
  bool has_run = false;
  EXPECT_FALSE(pool.Run([&] { has_run = true; }));
  finish.count_down();
  busy.join();
  EXPECT_FALSE(has_run);
}

TEST(HashingPoolTest, NeverRunsMoreThanItsThreadsAtOnce) {
  HashingPool pool({.threads = 2, .waiting_limit = 100});
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::atomic<int> done{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&] {
      EXPECT_TRUE(pool.Run([&] {
        const int now = ++running;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --running;
        ++done;
      }));
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_LE(most, 2);
  EXPECT_EQ(done, 16);
}

TEST(HashingPoolTest, ThereIsAlwaysAThread) {
  EXPECT_GE(DefaultHashingThreads(), 1U);
  HashingPool pool({.threads = 0});
  EXPECT_TRUE(pool.Run([] {}));
}

}  // namespace
}  // namespace cq::auth
