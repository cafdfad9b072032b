#include "http/worker_pool.h"

#include <algorithm>
#include <utility>

#include "core/batch_thread.h"
#include "http/signal_mask.h"

namespace cq::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::TrySubmit(Job job) {
  bool wakes = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_limit_) return false;
    queue_.push_back(std::move(job));
    queue_length_.store(queue_.size(), std::memory_order_relaxed);
    wakes = MayWake();
  }
  if (wakes) not_empty_.notify_one();
  return true;
}

// Threads are woken one after the other, each by the one before it while jobs wait: a burst of
// short jobs is then done by the few threads that have a core to run on, not by all of them in
// turn. Needs the lock; true obliges the caller to notify one thread.
bool WorkerPool::MayWake() {
  if (idle_ == 0 || is_waking_) return false;
  is_waking_ = true;
  return true;
}

void WorkerPool::Stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(queue_);
    queue_length_.store(0, std::memory_order_relaxed);
  }
  not_empty_.notify_all();
  dropped.clear();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void WorkerPool::Run() {
  BlockSignalsInThisThread();
  RunThisThreadInBatches();
  std::unique_lock lock(mutex_);
  while (true) {
    while (!stopping_ && queue_.empty()) {
      ++idle_;
      not_empty_.wait(lock);
      --idle_;
      is_waking_ = false;
    }
    if (stopping_) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    queue_length_.store(queue_.size(), std::memory_order_relaxed);
    busy_.fetch_add(1, std::memory_order_relaxed);
    const bool wakes = !queue_.empty() && MayWake();
    lock.unlock();
    if (wakes) not_empty_.notify_one();
    job();
    job = nullptr;  // what it holds is released outside the lock
    lock.lock();
    busy_.fetch_sub(1, std::memory_order_relaxed);
  }
}

}  // namespace cq::http
