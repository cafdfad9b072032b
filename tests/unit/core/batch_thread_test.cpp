#include "core/batch_thread.h"

#include <gtest/gtest.h>

#include <thread>

namespace cq {
namespace {

TEST(BatchThread, OnlyTheCallingThreadIsScheduledSo) {
  const int before = sched_getscheduler(0);
  int within = before;
  std::thread([&within] {
    RunThisThreadInBatches();
    within = sched_getscheduler(0);
  }).join();
  EXPECT_EQ(within, SCHED_BATCH);
  EXPECT_EQ(sched_getscheduler(0), before);
}

}  // namespace
}  // namespace cq
