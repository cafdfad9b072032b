// A clock that stands still until a test moves it.
#pragma once

#include <mutex>

#include "core/clock.h"

namespace cq::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(TimePoint now) : now_(now) {}

  TimePoint Now() const override {
    const std::scoped_lock lock(mutex_);
    return now_;
  }

  void Set(TimePoint now) {
    const std::scoped_lock lock(mutex_);
    now_ = now;
  }

 private:
  mutable std::mutex mutex_;
  TimePoint now_;
};

}  // namespace cq::testing
