#include "knowledge/evidence.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <ranges>
#include <string>
#include <utility>

#include "core/time_text.h"

namespace cq::knowledge {
namespace {

constexpr double kConfirmationBoost = 0.1;
constexpr double kFlagPenalty = 0.15;

// `digits` is not 0.
std::string MagnitudePlusOne(std::string digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return digits;
    }
    *digit = '0';
  }
  return "1" + digits;
}

std::string MagnitudeMinusOne(std::string digits) {
  for (char& digit : std::views::reverse(digits)) {
    if (digit != '0') {
      --digit;
      break;
    }
    digit = '9';
  }
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return digits.substr(first);
}

}  // namespace

json::Value PlusOne(const json::Value& integer) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  if (const json::BigInteger* big = integer.AsBigInteger()) {
    if (!big->digits.starts_with('-')) return json::BigInteger{MagnitudePlusOne(big->digits)};
    std::string digits = "-" + MagnitudeMinusOne(big->digits.substr(1));
    if (digits == std::to_string(kMin)) return kMin;
    return json::BigInteger{std::move(digits)};
  }
  const std::int64_t* value = integer.AsInt();
  if (value == nullptr) return integer;
  if (*value == kMax) return json::BigInteger{MagnitudePlusOne(std::to_string(kMax))};
  return *value + 1;
}

void ApplyConfirmation(KnowledgeUnit& unit, TimePoint now) {
  Evidence& evidence = unit.evidence;
  evidence.confidence = std::min(evidence.confidence + kConfirmationBoost, 1.0);
  evidence.confirmations = PlusOne(evidence.confirmations);
  evidence.last_confirmed = FormatZuluTime(now);
}

void ApplyFlag(KnowledgeUnit& unit, FlagReport report, TimePoint now) {
  unit.evidence.confidence = std::max(unit.evidence.confidence - kFlagPenalty, 0.0);
  unit.flags.push_back({.reason = std::move(report.reason),
                        .timestamp = FormatZuluTime(now),
                        .detail = std::move(report.detail),
                        .duplicate_of = std::move(report.duplicate_of)});
}

}  // namespace cq::knowledge
