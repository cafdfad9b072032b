#include "auth/hashing_pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace cq::auth {
namespace {

constexpr int kNiceness = 10;

// On Linux niceness belongs to the thread. A refusal only costs the precedence of other threads.
void LowerPriorityOfThisThread() {
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness));
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
