#include "core/text.h"

#include <unicase.h>
#include <unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace cq {
namespace {

struct Sequence {
  std::size_t length;  // bytes of the sequence, or of its maximal valid prefix
  char32_t code_point;
  bool valid;
};

bool IsContinuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// Unicode 15, table 3-7. `text` is not empty.
Sequence ReadSequence(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80U) return {1, lead, true};
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  char32_t code_point = 0;
  if (lead >= 0xC2U && lead <= 0xDFU) {
    length = 2;
    code_point = lead & 0x1FU;
  } else if (lead >= 0xE0U && lead <= 0xEFU) {
    length = 3;
    code_point = lead & 0x0FU;
    if (lead == 0xE0U) low = 0xA0;
    if (lead == 0xEDU) high = 0x9F;
  } else if (lead >= 0xF0U && lead <= 0xF4U) {
    length = 4;
    code_point = lead & 0x07U;
    if (lead == 0xF0U) low = 0x90;
    if (lead == 0xF4U) high = 0x8F;
  } else {
    return {1, 0, false};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size()) return {i, 0, false};
    const unsigned char next = byte(i);
    const bool fits = i == 1 ? next >= low && next <= high : IsContinuation(next);
    if (!fits) return {i, 0, false};
    code_point = (code_point << 6U) | (next & 0x3FU);
  }
  return {length, code_point, true};
}

// Eight bytes at a time: nearly all text is ASCII.
std::size_t AsciiPrefix(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t length = 0;
  while (text.size() - length >= sizeof(std::uint64_t)) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, text.data() + length, sizeof(chunk));
    if ((chunk & kHighBits) != 0) break;
    length += sizeof(chunk);
  }
  while (length < text.size() && static_cast<unsigned char>(text[length]) < 0x80U) ++length;
  return length;
}

// What Python's str.isspace() holds for.
bool IsWhitespace(char32_t c) {
  if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
  if (c >= 0x2000 && c <= 0x200A) return true;
  constexpr std::array<char32_t, 8> kOthers = {0x85,   0xA0,   0x1680, 0x2028,
                                               0x2029, 0x202F, 0x205F, 0x3000};
  return std::find(kOthers.begin(), kOthers.end(), c) != kOthers.end();
}

char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool IsNotAscii(char c) { return static_cast<unsigned char>(c) >= 0x80U; }

bool IsAscii(std::string_view text) { return std::none_of(text.begin(), text.end(), IsNotAscii); }

}  // namespace

bool IsValidUtf8(std::string_view text) {
  while (true) {
    text.remove_prefix(AsciiPrefix(text));
    if (text.empty()) return true;
    const Sequence sequence = ReadSequence(text);
    if (!sequence.valid) return false;
    text.remove_prefix(sequence.length);
  }
}

std::size_t CodePointCount(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return !IsContinuation(static_cast<unsigned char>(c));
  }));
}

std::string_view StripWhitespace(std::string_view utf8) {
  while (!utf8.empty()) {
    const Sequence sequence = ReadSequence(utf8);
    if (!sequence.valid || !IsWhitespace(sequence.code_point)) break;
    utf8.remove_prefix(sequence.length);
  }
  while (!utf8.empty()) {
    std::size_t start = utf8.size() - 1;
    while (start > 0 && IsContinuation(static_cast<unsigned char>(utf8[start]))) --start;
    const Sequence sequence = ReadSequence(utf8.substr(start));
    if (!sequence.valid || !IsWhitespace(sequence.code_point)) break;
    utf8.remove_suffix(utf8.size() - start);
  }
  return utf8;
}

std::string ToLower(std::string_view utf8) {
  if (IsAscii(utf8)) {
    std::string lower(utf8);
    std::transform(lower.begin(), lower.end(), lower.begin(), AsciiLower);
    return lower;
  }
  std::size_t length = 0;
  const std::unique_ptr<std::uint8_t, decltype(&std::free)> lower(
      u8_tolower(reinterpret_cast<const std::uint8_t*>(utf8.data()), utf8.size(), nullptr, nullptr,
                 nullptr, &length),
      &std::free);
  if (lower == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(lower.get()), length};
}

std::string ToSimpleLower(std::string_view utf8) {
  std::string lower;
  lower.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto ascii_end = std::find_if(utf8.begin(), utf8.end(), IsNotAscii);
    const auto ascii = static_cast<std::size_t>(ascii_end - utf8.begin());
    const std::size_t before = lower.size();
    lower.resize(before + ascii);
    std::transform(utf8.begin(), ascii_end, lower.begin() + static_cast<std::ptrdiff_t>(before),
                   AsciiLower);
    utf8.remove_prefix(ascii);
    if (utf8.empty()) break;

    const Sequence sequence = ReadSequence(utf8);
    if (sequence.valid) {
      std::array<std::uint8_t, 6> bytes{};
      const int length = u8_uctomb(bytes.data(), uc_tolower(sequence.code_point), bytes.size());
      lower.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
    } else {
      lower.append(utf8.substr(0, sequence.length));
    }
    utf8.remove_prefix(sequence.length);
  }
  return lower;
}

std::vector<std::string_view> SplitWhitespace(std::string_view utf8) {
  std::vector<std::string_view> parts;
  while (true) {
    utf8 = StripWhitespace(utf8);
    if (utf8.empty()) return parts;
    std::size_t end = 0;
    while (end < utf8.size()) {
      const Sequence sequence = ReadSequence(utf8.substr(end));
      if (sequence.valid && IsWhitespace(sequence.code_point)) break;
      end += sequence.length;
    }
    parts.push_back(utf8.substr(0, end));
    utf8.remove_prefix(end);
  }
}

std::string ReplaceInvalidUtf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const Sequence sequence = ReadSequence(bytes);
    if (sequence.valid) {
      text.append(bytes.substr(0, sequence.length));
    } else {
      text.append("\xEF\xBF\xBD");
    }
    bytes.remove_prefix(sequence.length);
  }
  return text;
}

}  // namespace cq
