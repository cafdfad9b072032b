// Decides when keys are fetched and for how long they are kept.
//
// Three things make a fetch, and one is under way at a time:
// - The plan: at once after start-up, then after four fifths to nine tenths of the keys' lifetime.
// - A failure, or a set without a usable key: again after a back-off that doubles from kFirstRetry
// to
//   kLongestRetry, less up to half of it by chance, so that many servers do not ask in step.
// - The demand of a token: joins the fetch that is under way or due, else begins one, but at most
// one
//   in kDemandInterval. That slot is claimed before the fetch and comes back by time alone,
//   whatever the fetch brings. Planned fetches neither use the slot nor wait for it: a key that
//   appears right after one can be asked for at once. Every fetch sets the plan anew.
#pragma once

#include <chrono>
#include <cstdint>

#include "oidc/key_status.h"
#include "oidc/steady_clock.h"

namespace cq::oidc {

inline constexpr std::chrono::seconds kDemandInterval{30};
inline constexpr std::chrono::hours kOutageTolerance{24};  // keys are kept after they expired
inline constexpr std::chrono::seconds kFirstRetry{1};
inline constexpr std::chrono::seconds kLongestRetry{30};

// Pure: time goes in, decisions come out. Not synchronised. `chance` is in [0, 1).
class RefreshSchedule {
 public:
  enum class Task { kNone, kFetch, kDropKeys };

  explicit RefreshSchedule(SteadyTime now) : next_fetch_(now), next_demand_(now) {}

  // What is to be done now. After kFetch one of the On...() follows.
  Task Next(SteadyTime now);
  // When Next may have something to do that it has not now.
  SteadyTime NextAt() const;

  // Whether a token may wait for a fetch.
  bool Demand(SteadyTime now);
  // Until a token may have its fetch, planned or on demand; zero during one.
  SteadyTime::duration TimeToFetch(SteadyTime now) const;

  void OnKeys(SteadyTime now, std::chrono::seconds lifetime, double chance);
  void OnNoUsableKeys(SteadyTime now, double chance);
  void OnFailure(SteadyTime now, double chance);

  KeyHealth health() const { return health_; }
  bool is_fetching() const { return is_fetching_; }

 private:
  void PlanRetry(SteadyTime now, double chance);

  KeyHealth health_ = KeyHealth::kStarting;
  bool is_fetching_ = false;
  SteadyTime next_fetch_;
  SteadyTime next_demand_;
  SteadyTime keys_end_ = SteadyTime::max();
  unsigned failures_ = 0;  // in a row
};

}  // namespace cq::oidc
