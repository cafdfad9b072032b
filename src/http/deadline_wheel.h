// Deadlines of many connections behind one timer: a hashed timing wheel of coarse resolution.
#pragma once

#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <vector>

namespace cq::http {

// Not thread-safe: one per I/O thread. Putting a deadline off is free, the common case: the entry
// stays where it is and is looked at again when its slot comes round.
class DeadlineWheel {
 public:
  using Clock = std::chrono::steady_clock;

  class Entry : public boost::intrusive::list_base_hook<
                    boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
   private:
    friend class DeadlineWheel;
    Clock::time_point deadline_;
    std::uint64_t tick_ = 0;  // when its slot is due, while linked
  };

  static constexpr std::chrono::milliseconds kTick{100};

  explicit DeadlineWheel(Clock::time_point start);

  void Arm(Entry& entry, Clock::time_point deadline);
  static void Disarm(Entry& entry) { entry.unlink(); }

  // Disarms and returns the entries that are due by `now`.
  std::vector<Entry*> Advance(Clock::time_point now);

  std::vector<Entry*> Entries();

 private:
  using Slot = boost::intrusive::list<Entry, boost::intrusive::constant_time_size<false>>;

  std::uint64_t TickOf(Clock::time_point deadline) const;
  void Insert(Entry& entry);

  Clock::time_point start_;
  std::uint64_t current_tick_ = 0;  // the last one that was processed
  std::vector<Slot> slots_;
};

}  // namespace cq::http
