#include "auth/hashing_pool.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace cq::auth {
namespace {

constexpr int kNiceness = 19;

// The longest that Linux takes. From 6.12 on, whoever wakes with a shorter one, as everybody has,
// need not wait for the end of this one; before, the value means nothing.
constexpr std::chrono::nanoseconds kTimeSlice = std::chrono::milliseconds(100);

// As sched_setattr(2) has it. glibc has it from 2.41 on, and the kernel's header clashes with
// glibc's.
struct SchedulingAttributes {
  std::uint32_t size = sizeof(SchedulingAttributes);
  std::uint32_t policy = SCHED_BATCH;
  std::uint64_t flags = 0;
  std::int32_t nice = kNiceness;
  std::uint32_t priority = 0;
  std::uint64_t runtime = kTimeSlice.count();
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};

// A hash takes a quarter of a second, and nobody should wait for it but who logs in. On Linux all
// of this belongs to the thread. A refusal only costs the precedence of other threads.
void LowerPriorityOfThisThread() {
  const SchedulingAttributes attributes;
  static_cast<void>(syscall(SYS_sched_setattr, 0, &attributes, 0U));
}

}  // namespace

std::size_t DefaultHashingThreads() {
  const std::size_t processors = std::thread::hardware_concurrency();
  return processors > 1 ? processors - 1 : 1;
}

HashingPool::HashingPool(HashingPoolOptions options)
    : thread_count_(std::max<std::size_t>(options.threads, 1)),
      waiting_limit_(options.waiting_limit) {
  threads_.reserve(thread_count_);
  for (std::size_t i = 0; i < thread_count_; ++i) {
    threads_.emplace_back([this] { Serve(); });
  }
}

HashingPool::~HashingPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool HashingPool::Run(const std::function<void()>& work) {
  std::packaged_task<void()> task(work);
  std::future<void> done = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (callers_ >= thread_count_ + waiting_limit_) return false;
    ++callers_;
    waiting_.push_back(std::move(task));
  }
  wake_.notify_one();
  done.wait();
  {
    const std::lock_guard lock(mutex_);
    --callers_;
  }
  done.get();
  return true;
}

void HashingPool::Serve() {
  LowerPriorityOfThisThread();
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::packaged_task<void()> task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace cq::auth
