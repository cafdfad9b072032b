// Time that never jumps, for waits and ages, as an injected dependency.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace cq::oidc {

using SteadyTime = std::chrono::steady_clock::time_point;

// Thread-safe.
class SteadyClock {
 public:
  virtual ~SteadyClock() = default;
  virtual SteadyTime Now() const = 0;

  // Waits until `wake` is notified or `deadline` has come, perhaps less: callers look again.
  // SteadyTime::max() is no deadline.
  virtual void WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                         SteadyTime deadline) = 0;
};

class SystemSteadyClock final : public SteadyClock {
 public:
  SteadyTime Now() const override { return std::chrono::steady_clock::now(); }
  void WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                 SteadyTime deadline) override;
};

}  // namespace cq::oidc
