#include "knowledge/unit_id.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace cq::knowledge {

std::string MakeUnitId(RandomSource& random) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<std::byte, 16> bytes{};
  random.Fill(bytes);
  bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};  // version, RFC 9562 section 5.4
  bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};  // variant
  std::string id = "ku_";
  for (const std::byte byte : bytes) {
    const auto value = std::to_integer<unsigned>(byte);
    id += kHex[value >> 4U];
    id += kHex[value & 0x0FU];
  }
  return id;
}

}  // namespace cq::knowledge
