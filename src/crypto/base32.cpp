#include "crypto/base32.h"

#include <cstdint>

namespace cq::crypto {

std::string EncodeBase32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t pending = 0;
  unsigned int pending_bits = 0;
  for (const char byte : bytes) {
    pending = ((pending << 8U) | static_cast<unsigned char>(byte)) & 0xFFFFU;
    pending_bits += 8;
    while (pending_bits >= 5) {
      pending_bits -= 5;
      text.push_back(kAlphabet[(pending >> pending_bits) & 0x1FU]);
    }
  }
  if (pending_bits > 0) {
    text.push_back(kAlphabet[(pending << (5 - pending_bits)) & 0x1FU]);
  }
  return text;
}

}  // namespace cq::crypto
