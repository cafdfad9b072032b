#include "oidc/key_lifetime.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "core/text.h"

namespace cq::oidc {
namespace {

bool EqualsIgnoringCase(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

// nullopt for what is no max-age, or one that is no number.
std::optional<std::chrono::seconds> ReadMaxAge(std::string_view directive) {
  const std::size_t equals = directive.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  if (!EqualsIgnoringCase(StripWhitespace(directive.substr(0, equals)), "max-age")) {
    return std::nullopt;
  }
  std::string_view digits = StripWhitespace(directive.substr(equals + 1));
  if (digits.size() >= 2 && digits.front() == '"' && digits.back() == '"') {
    digits = digits.substr(1, digits.size() - 2);
  }
  const bool is_number =
      !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (error != std::errc()) return kLongestKeyLifetime;  // too long a number
  return std::chrono::seconds(seconds);
}

}  // namespace

std::chrono::seconds KeyLifetime(std::string_view cache_control) {
  while (!cache_control.empty()) {
    const std::size_t comma = std::min(cache_control.find(','), cache_control.size());
    if (const auto max_age = ReadMaxAge(cache_control.substr(0, comma))) {
      return std::clamp<std::chrono::seconds>(*max_age, kShortestKeyLifetime, kLongestKeyLifetime);
    }
    cache_control.remove_prefix(std::min(comma + 1, cache_control.size()));
  }
  return kUsualKeyLifetime;
}

}  // namespace cq::oidc
