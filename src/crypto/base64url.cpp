#include "crypto/base64url.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace cq::crypto {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint32_t kInvalid = 0xFF000000U;

// The value of each character, shifted to its place in a group of 24 bits, or kInvalid.
using ReverseAlphabet = std::array<std::uint32_t, 256>;

constexpr ReverseAlphabet MakeReverseAlphabet(unsigned int shift) {
  ReverseAlphabet table{};
  table.fill(kInvalid);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint32_t>(i) << shift;
  }
  return table;
}

constexpr ReverseAlphabet kFirst = MakeReverseAlphabet(18);
constexpr ReverseAlphabet kSecond = MakeReverseAlphabet(12);
constexpr ReverseAlphabet kThird = MakeReverseAlphabet(6);
constexpr ReverseAlphabet kFourth = MakeReverseAlphabet(0);

std::uint32_t Lookup(const ReverseAlphabet& table, char character) {
  return table[static_cast<unsigned char>(character)];
}

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
  // kInvalid is above the bits of any group, so one test at the end finds every foreign character.
  std::uint32_t seen = 0;
  const char* in = text.data();
  char* out = bytes.data();
  for (std::size_t i = 0; i < groups; ++i, in += 4) {
    const std::uint32_t group = Lookup(kFirst, in[0]) | Lookup(kSecond, in[1]) |
                                Lookup(kThird, in[2]) | Lookup(kFourth, in[3]);
    seen |= group;
    *out++ = static_cast<char>(group >> 16U);
    *out++ = static_cast<char>(group >> 8U);
    *out++ = static_cast<char>(group);
  }
  if (tail != 0) {
    const std::uint32_t group =
        Lookup(kFirst, in[0]) | Lookup(kSecond, in[1]) | (tail == 3 ? Lookup(kThird, in[2]) : 0U);
    seen |= group;
    *out++ = static_cast<char>(group >> 16U);
    if (tail == 3) *out++ = static_cast<char>(group >> 8U);
    const std::uint32_t unused_bits = group & (tail == 3 ? 0xFFU : 0xFFFFU);
    if (unused_bits != 0) return std::nullopt;
  }
  if (seen >= kInvalid) return std::nullopt;
  return bytes;
}

}  // namespace cq::crypto
