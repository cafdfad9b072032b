// Steady time that stands still until a test moves it; waits end when it does.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "oidc/steady_clock.h"

namespace cq::oidc {

class FakeSteadyClock final : public SteadyClock {
 public:
  SteadyTime Now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  void WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                 SteadyTime deadline) override {
    {
      const std::lock_guard own(mutex_);
      if (now_ >= deadline) return;
      waits_.push_back({.lock = lock.mutex(), .wake = &wake, .move = moves_});
    }
    waits_changed_.notify_all();
    wake.wait(lock);
    const std::lock_guard own(mutex_);
    waits_.erase(std::ranges::find(waits_, &wake, &Wait::wake));
  }

  void Advance(SteadyTime::duration by) {
    std::vector<Wait> waits;
    {
      const std::lock_guard own(mutex_);
      now_ += by;
      ++moves_;
      waits = waits_;
    }
    for (const Wait& wait : waits) {
      // Who has registered waits for good once it has let go of its lock.
      {
        const std::lock_guard lock(*wait.lock);
      }
      wait.wake->notify_all();
    }
  }

  // Until so many threads wait that have seen the time as it is.
  void AwaitWaits(std::size_t count) {
    std::unique_lock own(mutex_);
    waits_changed_.wait(own, [&] {
      return std::ranges::count(waits_, moves_, &Wait::move) >= static_cast<std::ptrdiff_t>(count);
    });
  }

 private:
  struct Wait {
    std::mutex* lock = nullptr;
    std::condition_variable* wake = nullptr;
    std::uint64_t move = 0;
  };

  mutable std::mutex mutex_;
  std::condition_variable waits_changed_;
  SteadyTime now_{std::chrono::hours(1000)};
  std::uint64_t moves_ = 0;
  std::vector<Wait> waits_;
};

}  // namespace cq::oidc
