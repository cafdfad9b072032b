// Time texts of rows in eight bytes, with the order and the days that SQL sees in them.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge/term_table.h"

namespace cq::knowledge {

// Microseconds for texts that FormatOffsetTime() could have written (their order is that of the
// texts), the interned text for all others.
class RowTime {
 public:
  RowTime() = default;  // no time
  static RowTime Acquire(std::string_view text, TermTable& terms);
  void Release(TermTable& terms);

  bool IsNone() const { return value_ == kNone; }
  // The interned text, when the time is kept as one.
  std::optional<TermId> Term() const;
  // The UTC day of a time that is kept as microseconds.
  std::chrono::sys_days Day() const;
  std::string Text(const TermTable& terms) const;

  // Whether the text of `a` is smaller than that of `b`; no time is smaller than any.
  static bool Less(RowTime a, RowTime b, const TermTable& terms);
  bool operator==(const RowTime&) const = default;

 private:
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kFirstTerm = kNone + 1;

  explicit RowTime(std::int64_t value) : value_(value) {}

  std::int64_t value_ = kNone;
};

// The day that SQLite's date() makes of a time text: with an offset, the day in UTC. nullopt for a
// text or a day that does not exist, and for its spellings without a date (Julian days, "now").
std::optional<std::chrono::sys_days> SqlDate(std::string_view text);

}  // namespace cq::knowledge
