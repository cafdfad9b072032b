#include "core/number_text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <limits>

#include "core/text.h"

namespace cq {
namespace {

constexpr std::size_t kMaxIntegerDigits = 4300;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) { return std::ranges::all_of(text, IsDigit); }

// Unicode's White_Space, which unlike Python's str.strip() leaves U+001C..U+001F alone: then the
// text still holds one of them and is no number.
std::string_view Trim(std::string_view utf8) {
  const std::string_view stripped = StripWhitespace(utf8);
  const auto is_separator = [](char c) { return c >= '\x1c' && c <= '\x1f'; };
  return std::ranges::any_of(utf8, is_separator) ? utf8 : stripped;
}

// The part before a fraction of zeros; all of `text` when there is none.
std::string_view WithoutZeroFraction(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot + 1 == text.size()) return text;
  const std::string_view fraction = text.substr(dot + 1);
  const bool zeros = std::ranges::all_of(fraction, [](char c) { return c == '0'; });
  return zeros ? text.substr(0, dot) : text;
}

// Zeros, and underscores among them, in front of another digit. Keeps the last character.
std::string_view WithoutLeadingZeros(std::string_view text) {
  if (text.empty() || text.front() != '0') return text;
  const std::size_t rest = text.find_first_not_of("0_");
  return text.substr(rest == std::string_view::npos ? text.size() - 1 : rest);
}

bool HasStrayUnderscore(std::string_view text) {
  return text.starts_with('_') || text.ends_with('_') || text.find("__") != std::string_view::npos;
}

std::string WithoutUnderscores(std::string_view text) {
  std::string out(text);
  std::erase(out, '_');
  return out;
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::ranges::equal(
      text, lower, [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

std::string_view TakeDigits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, IsDigit);
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

// digits[.digits][e[sign]digits] with at least one digit before the exponent.
bool IsDecimal(std::string_view text) {
  std::size_t digits = TakeDigits(text).size();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += TakeDigits(text).size();
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !TakeDigits(text).empty() && text.empty();
}

}  // namespace

tl::expected<std::string, IntegerTextError> ParseIntegerText(std::string_view utf8) {
  const auto malformed = tl::unexpected(IntegerTextError::kMalformed);
  std::string_view text = Trim(utf8);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return malformed;
  }
  text = WithoutLeadingZeros(WithoutZeroFraction(text));
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || HasStrayUnderscore(text)) return malformed;
  std::string digits = WithoutUnderscores(text);
  if (!AllDigits(digits)) return malformed;
  if (digits.size() > kMaxIntegerDigits) return tl::unexpected(IntegerTextError::kTooLong);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return negative && digits != "0" ? "-" + digits : digits;
}

std::optional<double> ParseFloatText(std::string_view utf8) {
  const std::string_view trimmed = Trim(utf8);
  if (HasStrayUnderscore(trimmed)) return std::nullopt;
  const std::string number = WithoutUnderscores(trimmed);
  std::string_view text = number;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (EqualsIgnoringCase(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (EqualsIgnoringCase(text, "inf") || EqualsIgnoringCase(text, "infinity")) {
    const double infinity = std::numeric_limits<double>::infinity();
    return negative ? -infinity : infinity;
  }
  if (!IsDecimal(text)) return std::nullopt;
  return std::strtod(number.c_str(), nullptr);
}

}  // namespace cq
