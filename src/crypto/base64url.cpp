#include "crypto/base64url.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace cq::crypto {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> MakeReverseAlphabet() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kInvalid);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}

constexpr std::array<std::uint8_t, 256> kReverseAlphabet = MakeReverseAlphabet();

}  // namespace

std::string EncodeBase64Url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t pending = 0;
  unsigned int pending_bits = 0;
  for (const char byte : bytes) {
    pending = ((pending << 8U) | static_cast<unsigned char>(byte)) & 0xFFFFU;
    pending_bits += 8;
    while (pending_bits >= 6) {
      pending_bits -= 6;
      text.push_back(kAlphabet[(pending >> pending_bits) & 0x3FU]);
    }
  }
  if (pending_bits > 0) {
    text.push_back(kAlphabet[(pending << (6 - pending_bits)) & 0x3FU]);
  }
  return text;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  const std::size_t tail = text.size() % 4;
  if (tail == 1) return std::nullopt;
  const std::size_t groups = text.size() / 4;
  std::string bytes(groups * 3 + (tail == 0 ? 0 : tail - 1), '\0');
  const auto value = [text](std::size_t i) -> std::uint32_t {
    return kReverseAlphabet[static_cast<unsigned char>(text[i])];
  };
  // Only kInvalid sets a bit above the six of a value, so one test at the end finds any of them.
  std::uint32_t seen = 0;
  char* out = bytes.data();
  std::size_t at = 0;
  for (std::size_t i = 0; i < groups; ++i, at += 4) {
    const std::uint32_t a = value(at);
    const std::uint32_t b = value(at + 1);
    const std::uint32_t c = value(at + 2);
    const std::uint32_t d = value(at + 3);
    seen |= a | b | c | d;
    *out++ = static_cast<char>((a << 2U) | (b >> 4U));
    *out++ = static_cast<char>((b << 4U) | (c >> 2U));
    *out++ = static_cast<char>((c << 6U) | d);
  }
  std::uint32_t unused_bits = 0;
  if (tail >= 2) {
    const std::uint32_t a = value(at);
    const std::uint32_t b = value(at + 1);
    seen |= a | b;
    *out++ = static_cast<char>((a << 2U) | (b >> 4U));
    unused_bits = b & 0x0FU;
    if (tail == 3) {
      const std::uint32_t c = value(at + 2);
      seen |= c;
      *out++ = static_cast<char>((b << 4U) | (c >> 2U));
      unused_bits = c & 0x03U;
    }
  }
  if (seen > 0x3FU || unused_bits != 0) return std::nullopt;
  return bytes;
}

}  // namespace cq::crypto
