// Requests that wait for a fetch of keys: a bounded number, each for a bounded time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "oidc/steady_clock.h"

namespace cq::oidc {

inline constexpr std::size_t kMaxWaitingRequests = 1'000;
inline constexpr std::chrono::seconds kLongestWait{5};

// Not synchronised, but for the return of places and taken_places().
class WaitingList {
 public:
  using Resume = std::function<void()>;
  // Returned by its destruction, which may come after that of the list.
  using Place = std::shared_ptr<const void>;

  explicit WaitingList(std::size_t places) : places_(places) {}

  // nullptr when all are taken.
  Place TakePlace();
  std::size_t taken_places() const { return taken_->load(); }

  // The place is returned when the waiter is taken out.
  void Add(SteadyTime deadline, Place place, Resume resume);
  SteadyTime NextDeadline() const;  // SteadyTime::max() when nobody waits

  // The caller calls each of them, without a lock.
  std::vector<Resume> TakeOverdue(SteadyTime now);
  std::vector<Resume> TakeAll();

 private:
  struct Waiter {
    Place place;
    Resume resume;
  };

  const std::size_t places_;
  const std::shared_ptr<std::atomic<std::size_t>> taken_ =
      std::make_shared<std::atomic<std::size_t>>(0);
  std::multimap<SteadyTime, Waiter> waiters_;  // by deadline
};

}  // namespace cq::oidc
