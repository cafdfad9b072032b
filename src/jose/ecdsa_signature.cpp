#include "jose/ecdsa_signature.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace cq::jose {
namespace {

constexpr char kSequence = 0x30;
constexpr char kInteger = 0x02;
constexpr std::size_t kMaxShortLength = 0x7F;

// Both are big-endian and equally long.
bool IsLess(std::string_view left, std::string_view right) {
  return std::memcmp(left.data(), right.data(), right.size()) < 0;
}

bool IsZero(std::string_view number) {
  return std::all_of(number.begin(), number.end(), [](char byte) { return byte == 0; });
}

// A short length: no number or curve here needs more than 127 bytes for one integer.
void AppendInteger(std::string& der, std::string_view number) {
  number.remove_prefix(std::min(number.find_first_not_of('\0'), number.size()));
  const bool looks_negative = (static_cast<unsigned char>(number.front()) & 0x80U) != 0;
  der += kInteger;
  der += static_cast<char>(number.size() + (looks_negative ? 1 : 0));
  if (looks_negative) der += '\0';
  der += number;
}

}  // namespace

std::optional<std::string> EcdsaSignatureToDer(std::string_view signature, std::string_view order) {
  if (signature.size() != 2 * order.size()) return std::nullopt;
  const std::string_view r = signature.substr(0, order.size());
  const std::string_view s = signature.substr(order.size());
  for (const std::string_view number : {r, s}) {
    if (IsZero(number) || !IsLess(number, order)) return std::nullopt;
  }
  std::string integers;
  AppendInteger(integers, r);
  AppendInteger(integers, s);
  std::string der;
  der.reserve(integers.size() + 3);
  der += kSequence;
  if (integers.size() > kMaxShortLength) der += static_cast<char>(0x81);
  der += static_cast<char>(integers.size());
  der += integers;
  return der;
}

}  // namespace cq::jose
