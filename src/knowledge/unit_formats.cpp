#include "knowledge/unit_formats.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "core/text.h"

namespace cq::knowledge {
namespace {

constexpr std::string_view kIdPrefix = "ku_";
constexpr std::size_t kIdDigits = 32;
constexpr std::size_t kFractionDigits = 6;
constexpr std::string_view kMinusSign = "\xE2\x88\x92";  // U+2212, which ISO 8601 prefers

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLowerHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }

bool IsNamespaceStart(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z'); }

bool IsContinuationByte(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

bool HasWhitespace(std::string_view utf8) {
  while (!utf8.empty()) {
    std::size_t length = 1;
    while (length < utf8.size() && IsContinuationByte(utf8[length])) ++length;
    if (StripWhitespace(utf8.substr(0, length)).empty()) return true;
    utf8.remove_prefix(length);
  }
  return false;
}

// Reads a time from the front of a text; every Take leaves the text alone when it does not fit.
class TimeScanner {
 public:
  explicit TimeScanner(std::string_view text) : text_(text) {}

  bool AtEnd() const { return text_.empty(); }

  bool TakeOneOf(std::string_view characters) {
    if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool Take(std::string_view prefix) {
    if (!text_.starts_with(prefix)) return false;
    text_.remove_prefix(prefix.size());
    return true;
  }

  std::optional<unsigned> TakeNumber(std::size_t digits, unsigned maximum) {
    if (text_.size() < digits) return std::nullopt;
    unsigned value = 0;
    for (const char c : text_.substr(0, digits)) {
      if (!IsDigit(c)) return std::nullopt;
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
    if (value > maximum) return std::nullopt;
    text_.remove_prefix(digits);
    return value;
  }

  std::string_view TakeDigits() {
    const auto end = std::ranges::find_if_not(text_, IsDigit);
    const std::string_view digits = text_.substr(0, static_cast<std::size_t>(end - text_.begin()));
    text_.remove_prefix(digits.size());
    return digits;
  }

 private:
  std::string_view text_;
};

void AppendTwoDigits(std::string& out, unsigned value) {
  out += static_cast<char>('0' + value / 10);
  out += static_cast<char>('0' + value % 10);
}

bool TakeDate(TimeScanner& scanner, std::string_view text, std::string& out) {
  const auto year = scanner.TakeNumber(4, 9999);
  if (!year || *year == 0 || !scanner.Take("-")) return false;
  const auto month = scanner.TakeNumber(2, 12);
  if (!month || !scanner.Take("-")) return false;
  const auto day = scanner.TakeNumber(2, 31);
  if (!day) return false;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return false;
  out += text.substr(0, std::string_view("YYYY-MM-DD").size());
  return true;
}

bool TakeFraction(TimeScanner& scanner, std::string& out) {
  if (!scanner.TakeOneOf(".,")) return true;
  const std::string_view digits = scanner.TakeDigits();
  if (digits.empty()) return false;
  std::string fraction(digits.substr(0, kFractionDigits));
  fraction.resize(kFractionDigits, '0');
  if (fraction.find_first_not_of('0') == std::string::npos) return true;
  out += '.';
  out += fraction;
  return true;
}

bool TakeClock(TimeScanner& scanner, std::string& out) {
  const auto hour = scanner.TakeNumber(2, 23);
  if (!hour || !scanner.Take(":")) return false;
  const auto minute = scanner.TakeNumber(2, 59);
  if (!minute) return false;
  out += 'T';
  AppendTwoDigits(out, *hour);
  out += ':';
  AppendTwoDigits(out, *minute);
  out += ':';
  if (!scanner.Take(":")) {
    out += "00";
    return true;
  }
  const auto second = scanner.TakeNumber(2, 59);
  if (!second) return false;
  AppendTwoDigits(out, *second);
  return TakeFraction(scanner, out);
}

bool TakeOffset(TimeScanner& scanner, std::string& out) {
  if (scanner.AtEnd()) return true;
  if (scanner.TakeOneOf("Zz")) {
    out += 'Z';
    return true;
  }
  const bool positive = scanner.Take("+");
  if (!positive && !scanner.Take("-") && !scanner.Take(kMinusSign)) return false;
  const auto hours = scanner.TakeNumber(2, 23);
  if (!hours) return false;
  static_cast<void>(scanner.Take(":"));
  const auto minutes = scanner.TakeNumber(2, 59);
  if (!minutes) return false;
  if (*hours == 0 && *minutes == 0) {
    out += 'Z';
    return true;
  }
  out += positive ? '+' : '-';
  AppendTwoDigits(out, *hours);
  out += ':';
  AppendTwoDigits(out, *minutes);
  return true;
}

}  // namespace

bool IsUnitId(std::string_view text) {
  if (!text.starts_with(kIdPrefix)) return false;
  text.remove_prefix(kIdPrefix.size());
  return text.size() == kIdDigits && std::ranges::all_of(text, IsLowerHex);
}

bool IsExtensionKey(std::string_view utf8) {
  const std::size_t colon = utf8.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name_space = utf8.substr(0, colon);
  if (name_space.empty() || !IsNamespaceStart(name_space.front())) return false;
  const bool fits = std::ranges::all_of(
      name_space, [](char c) { return IsNamespaceStart(c) || c == '_' || c == '-'; });
  const std::string_view key = utf8.substr(colon + 1);
  return fits && !key.empty() && !HasWhitespace(key);
}

std::optional<std::string> NormalizeUnitTime(std::string_view text) {
  TimeScanner scanner(text);
  std::string out;
  if (!TakeDate(scanner, text, out)) return std::nullopt;
  if (scanner.AtEnd()) return out + "T00:00:00";
  if (!scanner.TakeOneOf("Tt _")) return std::nullopt;
  if (!TakeClock(scanner, out) || !TakeOffset(scanner, out)) return std::nullopt;
  if (!scanner.AtEnd()) return std::nullopt;
  return out;
}

}  // namespace cq::knowledge
