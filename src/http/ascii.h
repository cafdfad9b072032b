// Case-insensitive comparison of the ASCII tokens of HTTP, independent of the locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace cq::http {

constexpr char AsciiLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, AsciiLower, AsciiLower);
}

// Without the optional white space (SP, HTAB) at both ends (RFC 9110 5.6.3).
constexpr std::string_view TrimOptionalSpace(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace cq::http
