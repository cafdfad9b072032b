#include "json/write.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <type_traits>

namespace cq::json {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

char ShortEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return '\0';
  }
}

// The shortest digits that read back as the same double, and where their decimal point is:
// 0.d1d2d3... times 10^point.
struct Decimal {
  std::array<char, 32> text{};
  std::size_t length = 0;
  int point = 0;

  std::string_view Digits(std::size_t from, std::size_t count) const {
    return std::string_view(text.data(), length).substr(from, count);
  }
};

Decimal ShortestDecimal(double magnitude) {
  std::array<char, 64> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude,
                                     std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t exponent_at = text.find('e');
  Decimal decimal;
  for (const char c : text.substr(0, exponent_at)) {
    if (c != '.') decimal.text[decimal.length++] = c;
  }
  decimal.point = std::atoi(buffer.data() + exponent_at + 1) + 1;
  return decimal;
}

void AppendExponent(std::string& out, int exponent, FloatStyle style) {
  out += 'e';
  out += exponent < 0 ? '-' : '+';
  const int magnitude = std::abs(exponent);
  if (style == FloatStyle::kPython && magnitude < 10) out += '0';
  out += std::to_string(magnitude);
}

}  // namespace

void AppendString(std::string& out, std::string_view utf8) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20U && c != '"' && c != '\\') continue;
    out.append(utf8, copied, i - copied);
    copied = i + 1;
    out += '\\';
    if (const char escape = ShortEscape(c); escape != '\0') {
      out += escape;
    } else {
      out += "u00";
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 0x0FU];
    }
  }
  out.append(utf8, copied, std::string_view::npos);
  out += '"';
}

void AppendDouble(std::string& out, double value, FloatStyle style) {
  if (value == 0.0) {
    out += std::signbit(value) ? "-0.0" : "0.0";
    return;
  }
  if (value < 0) out += '-';
  const Decimal decimal = ShortestDecimal(std::abs(value));
  const auto digits = static_cast<int>(decimal.length);
  const int smallest_point = style == FloatStyle::kPython ? -3 : -4;
  if (decimal.point < smallest_point || decimal.point > 16) {
    out += decimal.Digits(0, 1);
    if (digits > 1) {
      out += '.';
      out += decimal.Digits(1, std::string_view::npos);
    }
    AppendExponent(out, decimal.point - 1, style);
    return;
  }
  if (decimal.point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-decimal.point), '0');
    out += decimal.Digits(0, std::string_view::npos);
    return;
  }
  if (digits <= decimal.point) {
    out += decimal.Digits(0, std::string_view::npos);
    out.append(static_cast<std::size_t>(decimal.point - digits), '0');
    out += ".0";
    return;
  }
  const auto point = static_cast<std::size_t>(decimal.point);
  out += decimal.Digits(0, point);
  out += '.';
  out += decimal.Digits(point, std::string_view::npos);
}

void AppendValue(std::string& out, const Value& value, FloatStyle style) {
  std::visit(
      [&out, style](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::nullptr_t>) {
          out += "null";
        } else if constexpr (std::is_same_v<Held, bool>) {
          out += held ? "true" : "false";
        } else if constexpr (std::is_same_v<Held, std::int64_t>) {
          out += std::to_string(held);
        } else if constexpr (std::is_same_v<Held, BigInteger>) {
          out += held.digits;
        } else if constexpr (std::is_same_v<Held, double>) {
          AppendDouble(out, held, style);
        } else if constexpr (std::is_same_v<Held, std::string>) {
          AppendString(out, held);
        } else if constexpr (std::is_same_v<Held, Array>) {
          out += '[';
          for (std::size_t i = 0; i < held.size(); ++i) {
            if (i > 0) out += ',';
            AppendValue(out, held[i], style);
          }
          out += ']';
        } else {
          static_assert(std::is_same_v<Held, Object>);
          out += '{';
          for (std::size_t i = 0; i < held.size(); ++i) {
            if (i > 0) out += ',';
            AppendString(out, held[i].first);
            out += ':';
            AppendValue(out, held[i].second, style);
          }
          out += '}';
        }
      },
      value.data());
}

std::string Write(const Value& value, FloatStyle style) {
  std::string out;
  AppendValue(out, value, style);
  return out;
}

}  // namespace cq::json
