// A few low-priority threads for password hashing, so that logins never take the processor from
// other requests.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace cq::auth {

// One fewer than there are processors, at least one.
std::size_t DefaultHashingThreads();

struct HashingPoolOptions {
  std::size_t threads = DefaultHashingThreads();
  std::size_t waiting_limit = 8;  // callers that may block in Run beside those being served
};

// Thread-safe. The destructor finishes what is waiting.
class HashingPool {
 public:
  explicit HashingPool(HashingPoolOptions options = {});
  ~HashingPool();
  HashingPool(const HashingPool&) = delete;
  HashingPool& operator=(const HashingPool&) = delete;

  // Runs `work` on a pool thread and blocks until it is done; what it throws leaves Run. False,
  // without running it, when too many callers wait already.
  [[nodiscard]] bool Run(const std::function<void()>& work);

 private:
  void Serve();

  const std::size_t thread_count_;
  const std::size_t waiting_limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::packaged_task<void()>> waiting_;
  std::size_t callers_ = 0;  // in Run, served or waiting
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cq::auth
