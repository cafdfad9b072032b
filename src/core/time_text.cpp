#include "core/time_text.h"

#include <cstddef>
#include <cstdint>

namespace cq {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

// Writes `value` with leading zeros into out[at, at + width).
void PutDigits(std::string& out, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = width; i > 0; --i) {
    out[at + i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

std::string FormatSeconds(TimePoint time) {
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const std::uint64_t micros = static_cast<std::uint64_t>((time - day).count());
  const std::uint64_t total = micros / 1'000'000;
  const std::uint64_t fraction = micros % 1'000'000;
  std::string text = "0000-00-00T00:00:00";
  PutDigits(text, 0, 4, static_cast<std::uint64_t>(static_cast<int>(date.year())));
  PutDigits(text, 5, 2, static_cast<unsigned>(date.month()));
  PutDigits(text, 8, 2, static_cast<unsigned>(date.day()));
  PutDigits(text, 11, 2, total / 3600);
  PutDigits(text, 14, 2, total / 60 % 60);
  PutDigits(text, 17, 2, total % 60);
  if (fraction != 0) {
    text += ".000000";
    PutDigits(text, 20, 6, fraction);
  }
  return text;
}

// Consumes exactly `width` digits.
std::optional<int> TakeDigits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const char c = text[i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool TakeChar(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// One to nine digits, cut off after the microseconds.
std::optional<microseconds> TakeFraction(std::string_view& text) {
  std::int64_t value = 0;
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
    if (count < 6) value = value * 10 + (text[count] - '0');
    ++count;
  }
  if (count == 0 || count > 9) return std::nullopt;
  for (std::size_t i = count; i < 6; ++i) value *= 10;
  text.remove_prefix(count);
  return microseconds(value);
}

// "", "Z" or "±HH:MM", which has to be the whole rest.
std::optional<minutes> TakeOffset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return minutes(0);
  const char sign = text.front();
  if (sign != '+' && sign != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto hour = TakeDigits(text, 2);
  if (!hour || *hour > 23 || !TakeChar(text, ':')) return std::nullopt;
  const auto minute = TakeDigits(text, 2);
  if (!minute || *minute > 59 || !text.empty()) return std::nullopt;
  const minutes offset = hours(*hour) + minutes(*minute);
  return sign == '+' ? offset : -offset;
}

}  // namespace

std::string FormatOffsetTime(TimePoint time) { return FormatSeconds(time) + "+00:00"; }

std::string FormatZuluTime(TimePoint time) { return FormatSeconds(time) + "Z"; }

std::string FormatDate(TimePoint time) { return FormatSeconds(time).substr(0, 10); }

std::optional<TimePoint> ParseTime(std::string_view text) {
  const auto year = TakeDigits(text, 4);
  if (!year || !TakeChar(text, '-')) return std::nullopt;
  const auto month = TakeDigits(text, 2);
  if (!month || !TakeChar(text, '-')) return std::nullopt;
  const auto day = TakeDigits(text, 2);
  if (!day || !(TakeChar(text, 'T') || TakeChar(text, ' '))) return std::nullopt;
  const year_month_day date(std::chrono::year(*year),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day)));
  if (*year == 0 || !date.ok()) return std::nullopt;

  const auto hour = TakeDigits(text, 2);
  if (!hour || *hour > 23 || !TakeChar(text, ':')) return std::nullopt;
  const auto minute = TakeDigits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  microseconds fraction(0);
  if (TakeChar(text, ':')) {
    const auto digits = TakeDigits(text, 2);
    if (!digits || *digits > 59) return std::nullopt;
    second = *digits;
    if (TakeChar(text, '.')) {
      const auto read = TakeFraction(text);
      if (!read) return std::nullopt;
      fraction = *read;
    }
  }
  const auto offset = TakeOffset(text);
  if (!offset) return std::nullopt;
  return TimePoint(std::chrono::sys_days(date)) + hours(*hour) + minutes(*minute) +
         seconds(second) + fraction - *offset;
}

}  // namespace cq
