// Threads for handlers that block, with a bounded queue before them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cq::http {

// Thread-safe, except that Stop() and the destructor belong to the owner.
class WorkerPool {
 public:
  using Job = std::function<void()>;  // must not throw

  WorkerPool(std::size_t threads, std::size_t queue_limit);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  // False when `queue_limit` jobs wait already, or after Stop().
  [[nodiscard]] bool TrySubmit(Job job);

  // Waits for the running jobs and drops the waiting ones.
  void Stop();

  std::size_t queue_length() const { return queue_length_.load(std::memory_order_relaxed); }
  std::size_t busy() const { return busy_.load(std::memory_order_relaxed); }

 private:
  void Run();
  bool MayWake();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<Job> queue_;
  std::size_t idle_ = 0;    // threads that wait for a job
  bool is_waking_ = false;  // one of them was notified and has not begun yet
  bool stopping_ = false;
  std::atomic<std::size_t> queue_length_{0};
  std::atomic<std::size_t> busy_{0};
  std::vector<std::thread> threads_;
};

}  // namespace cq::http
