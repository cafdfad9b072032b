#include "jose/numeric_date.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace cq::jose {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kEarliest = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLatest = 253'402'300'799;    // 9999-12-31T23:59:59Z

TimePoint FromSeconds(std::int64_t count) {
  return TimePoint(seconds(std::clamp(count, kEarliest, kLatest)));
}

// The bounds times a million are far within both int64 and the integers that a double holds.
TimePoint FromFraction(double count) {
  const double bounded =
      std::clamp(count, static_cast<double>(kEarliest), static_cast<double>(kLatest));
  return TimePoint(std::chrono::microseconds(static_cast<std::int64_t>(std::floor(bounded * 1e6))));
}

}  // namespace

std::optional<TimePoint> ReadNumericDate(const json::Value& value) {
  if (const std::int64_t* integer = value.AsInt()) return FromSeconds(*integer);
  if (const double* number = value.AsDouble()) return FromFraction(*number);
  if (const json::BigInteger* integer = value.AsBigInteger()) {
    return FromSeconds(integer->digits.starts_with('-') ? kEarliest : kLatest);
  }
  return std::nullopt;
}

}  // namespace cq::jose
