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
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t pending = 0;
  unsigned int pending_bits = 0;
  for (const char character : text) {
    const std::uint8_t value = kReverseAlphabet[static_cast<unsigned char>(character)];
    if (value == kInvalid) return std::nullopt;
    pending = ((pending << 6U) | value) & 0x3FFFU;
    pending_bits += 6;
    if (pending_bits >= 8) {
      pending_bits -= 8;
      bytes.push_back(static_cast<char>((pending >> pending_bits) & 0xFFU));
    }
  }
  const std::uint32_t unused = pending & ((1U << pending_bits) - 1U);
  if (unused != 0) return std::nullopt;
  return bytes;
}

}  // namespace cq::crypto
