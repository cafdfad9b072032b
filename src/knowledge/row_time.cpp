#include "knowledge/row_time.h"

#include "core/clock.h"
#include "core/time_text.h"

namespace cq::knowledge {
namespace {

std::optional<int> Digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool Take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

void SkipSpaces(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r'))) {
    text.remove_prefix(1);
  }
}

// "", "Z" or "±HH:MM" up to 14 hours, with spaces around.
std::optional<std::chrono::minutes> Offset(std::string_view text) {
  SkipSpaces(text);
  std::chrono::minutes offset{0};
  if (Take(text, 'Z') || Take(text, 'z')) {
    SkipSpaces(text);
    return text.empty() ? std::optional(offset) : std::nullopt;
  }
  if (text.empty()) return offset;
  const bool east = text.front() == '+';
  if (!Take(text, '+') && !Take(text, '-')) return std::nullopt;
  const std::optional<int> hours = Digits(text, 2);
  if (!hours || *hours > 14 || !Take(text, ':')) return std::nullopt;
  const std::optional<int> minutes = Digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  SkipSpaces(text);
  if (!text.empty()) return std::nullopt;
  offset = std::chrono::minutes(*hours * 60 + *minutes);
  return east ? offset : -offset;
}

// HH:MM[:SS[.f]] and the offset, as a distance from the day's start in UTC.
std::optional<std::chrono::seconds> TimeOfDay(std::string_view text) {
  const std::optional<int> hours = Digits(text, 2);
  if (!hours || *hours > 24 || !Take(text, ':')) return std::nullopt;
  const std::optional<int> minutes = Digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  int seconds = 0;
  if (Take(text, ':')) {
    const std::optional<int> read = Digits(text, 2);
    if (!read || *read > 59) return std::nullopt;
    seconds = *read;
    if (Take(text, '.')) {
      if (!Digits(text, 1)) return std::nullopt;
      while (Digits(text, 1)) {
      }
    }
  }
  const std::optional<std::chrono::minutes> offset = Offset(text);
  if (!offset) return std::nullopt;
  // Without an offset SQLite leaves the date as it is written, even at 24:00.
  if (offset->count() == 0) return std::chrono::seconds(0);
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(seconds) - *offset;
}

}  // namespace

RowTime RowTime::Acquire(std::string_view text, TermTable& terms) {
  if (text.empty()) return {};
  const std::optional<TimePoint> time = ParseTime(text);
  if (time && FormatOffsetTime(*time) == text) return RowTime(time->time_since_epoch().count());
  return RowTime(kFirstTerm + static_cast<std::int64_t>(terms.Acquire(text)));
}

void RowTime::Release(TermTable& terms) {
  if (const std::optional<TermId> term = Term()) terms.Release(*term);
  value_ = kNone;
}

std::optional<TermId> RowTime::Term() const {
  constexpr std::int64_t kLastTerm = kFirstTerm + std::numeric_limits<TermId>::max();
  if (value_ < kFirstTerm || value_ > kLastTerm) return std::nullopt;
  return static_cast<TermId>(value_ - kFirstTerm);
}

std::chrono::sys_days RowTime::Day() const {
  return std::chrono::floor<std::chrono::days>(TimePoint(std::chrono::microseconds(value_)));
}

std::string RowTime::Text(const TermTable& terms) const {
  if (IsNone()) return {};
  if (const std::optional<TermId> term = Term()) return terms.Text(*term);
  return FormatOffsetTime(TimePoint(std::chrono::microseconds(value_)));
}

bool RowTime::Less(RowTime a, RowTime b, const TermTable& terms) {
  if (a.Term() || b.Term()) return a.Text(terms) < b.Text(terms);
  return a.value_ < b.value_;
}

std::optional<std::chrono::sys_days> SqlDate(std::string_view text) {
  const std::optional<int> year = Digits(text, 4);
  if (!year || !Take(text, '-')) return std::nullopt;
  const std::optional<int> month = Digits(text, 2);
  if (!month || !Take(text, '-')) return std::nullopt;
  const std::optional<int> day = Digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const std::chrono::sys_days written(date);
  if (Take(text, 'T')) SkipSpaces(text);
  SkipSpaces(text);
  if (text.empty()) return written;
  const std::optional<std::chrono::seconds> time = TimeOfDay(text);
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(written + *time);
}

}  // namespace cq::knowledge
