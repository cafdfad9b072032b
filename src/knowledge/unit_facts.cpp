#include "knowledge/unit_facts.h"

#include <charconv>

#include "knowledge/unit_formats.h"

namespace cq::knowledge {
namespace {

std::uint64_t ReadHex(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

}  // namespace

std::optional<UnitKey> ParseUnitKey(std::string_view unit_id) {
  if (!IsUnitId(unit_id)) return std::nullopt;
  return UnitKey{ReadHex(unit_id.substr(3, 16)), ReadHex(unit_id.substr(19, 16))};
}

}  // namespace cq::knowledge
