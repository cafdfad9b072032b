#include "http/deadline_wheel.h"

#include <algorithm>

namespace cq::http {
namespace {

constexpr std::uint64_t kSlots = 1024;  // later deadlines wait in the farthest slot meanwhile

}  // namespace

DeadlineWheel::DeadlineWheel(Clock::time_point start) : start_(start), slots_(kSlots) {}

std::uint64_t DeadlineWheel::TickOf(Clock::time_point deadline) const {
  const auto ticks = std::chrono::ceil<std::chrono::milliseconds>(deadline - start_) / kTick + 1;
  const auto wanted = static_cast<std::uint64_t>(std::max<decltype(ticks)>(ticks, 0));
  return std::clamp(wanted, current_tick_ + 1, current_tick_ + kSlots - 1);
}

void DeadlineWheel::Insert(Entry& entry) {
  entry.tick_ = TickOf(entry.deadline_);
  slots_[entry.tick_ % kSlots].push_back(entry);
}

void DeadlineWheel::Arm(Entry& entry, Clock::time_point deadline) {
  entry.deadline_ = deadline;
  if (entry.is_linked() && entry.tick_ <= TickOf(deadline)) return;
  entry.unlink();
  Insert(entry);
}

std::vector<DeadlineWheel::Entry*> DeadlineWheel::Advance(Clock::time_point now) {
  std::vector<Entry*> due;
  const auto now_tick =
      static_cast<std::uint64_t>(std::max<std::int64_t>((now - start_) / kTick, 0));
  while (current_tick_ < now_tick) {
    ++current_tick_;
    Slot waiting;
    waiting.swap(slots_[current_tick_ % kSlots]);
    while (!waiting.empty()) {
      Entry& entry = waiting.front();
      waiting.pop_front();
      if (entry.deadline_ <= now) {
        due.push_back(&entry);
      } else {
        Insert(entry);
      }
    }
  }
  return due;
}

std::vector<DeadlineWheel::Entry*> DeadlineWheel::Entries() {
  std::vector<Entry*> all;
  for (Slot& slot : slots_) {
    for (Entry& entry : slot) all.push_back(&entry);
  }
  return all;
}

}  // namespace cq::http
