// The identity provider's keys, fetched in the background; requests never fetch.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/random.h"
#include "oidc/key_source.h"
#include "oidc/key_status.h"
#include "oidc/observer.h"
#include "oidc/refresh_schedule.h"
#include "oidc/steady_clock.h"
#include "oidc/waiting_list.h"

namespace cq::oidc {

// What a request gets that lacks a key.
struct KeyDemand {
  enum class Outcome {
    kWait,
    kNewKeys,  // there are other keys than the request has seen
    kTooSoon,  // no fetch is under way, and none may begin for this request
    kCrowded,  // too many wait
  };
  Outcome outcome = Outcome::kTooSoon;
  // With kWait: calls its argument exactly once, from any thread, perhaps at once. Not to be called
  // after the end of the cache.
  std::function<void(std::function<void()> resume)> wait;
};

// All of it must outlive the cache.
struct JwksCacheDependencies {
  KeySource& source;
  SteadyClock& clock;
  RandomSource& random;
  Observer& observer;
};

// Thread-safe, except that Start and Stop are each called by one thread. Has two threads of its
// own: one fetches, the other releases requests that have waited too long for it.
class JwksCache {
 public:
  explicit JwksCache(const JwksCacheDependencies& dependencies,
                     std::size_t waiting_limit = kMaxWaitingRequests);
  ~JwksCache();
  JwksCache(const JwksCache&) = delete;
  JwksCache& operator=(const JwksCache&) = delete;

  void Start();
  // Ends the fetch that is under way, releases who waits and lets nobody wait any more. The keys
  // stay.
  void Stop();

  // nullptr: none. Has at least one usable key otherwise.
  std::shared_ptr<const KeySet> Current() const;

  // For a token that nothing speaks against but the lack of its key. `seen_version` is that of the
  // keys it was held against, 0 for none.
  KeyDemand Demand(std::uint64_t seen_version);

  // False when a key may have been missed: the last fetch failed, or one is under way.
  bool IsUpToDate() const;
  // After which a request may find what it lacked, at least a second.
  std::chrono::seconds RetryAfter() const;
  KeyStatus status() const;

 private:
  // What an attempt changed, told when no lock is held.
  struct Outcome {
    RefreshResult result = RefreshResult::kFailure;
    bool is_other_health = false;
    KeyHealth health = KeyHealth::kStarting;
    std::string health_text;
    std::string rotation_text;  // empty: the keys are the same
    std::vector<WaitingList::Resume> released;
  };

  void FetchWhenDue();
  void ReleaseOverdue();
  KeyFetch Fetch();
  Outcome Apply(KeyFetch fetch);
  void Publish(std::shared_ptr<const KeySet> keys);
  void Tell(const Outcome& outcome) const;
  void DropKeys(std::unique_lock<std::mutex>& lock);
  void Await(std::uint64_t attempt, SteadyTime deadline, const WaitingList::Place& place,
             std::function<void()> resume);
  double Chance();

  KeySource& source_;
  SteadyClock& clock_;
  RandomSource& random_;
  Observer& observer_;

  // Apart from mutex_, so that a verification never waits for anything else.
  mutable std::mutex current_mutex_;
  std::shared_ptr<const KeySet> current_;

  mutable std::mutex mutex_;
  std::condition_variable fetch_wake_;
  std::condition_variable overdue_wake_;
  RefreshSchedule schedule_;
  WaitingList waiting_;
  std::uint64_t last_version_ = 0;
  std::uint64_t finished_attempts_ = 0;
  std::string failure_;
  bool stopping_ = false;

  std::thread fetching_thread_;
  std::thread releasing_thread_;
};

}  // namespace cq::oidc
