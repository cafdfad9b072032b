#include "auth/python_repr.h"

#include <unictype.h>
#include <unistr.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace cq::auth {
namespace {

// str.isprintable() of one character.
bool IsPrintable(char32_t code_point) {
  constexpr std::uint32_t kUnprintable = UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z;
  return code_point == U' ' || !uc_is_general_category_withtable(code_point, kUnprintable);
}

void AppendEscape(std::string& out, char32_t code_point) {
  const char* format = "\\x%02x";
  if (code_point > 0xFF) format = "\\u%04x";
  if (code_point > 0xFFFF) format = "\\U%08x";
  std::array<char, 16> text{};
  const int length =
      std::snprintf(text.data(), text.size(), format, static_cast<std::uint32_t>(code_point));
  out.append(text.data(), static_cast<std::size_t>(length));
}

char ShortEscape(char32_t code_point) {
  switch (code_point) {
    case U'\t':
      return 't';
    case U'\n':
      return 'n';
    case U'\r':
      return 'r';
    case U'\\':
      return '\\';
    default:
      return '\0';
  }
}

}  // namespace

std::string PythonRepr(std::string_view utf8) {
  const bool has_single = utf8.find('\'') != std::string_view::npos;
  const bool has_double = utf8.find('"') != std::string_view::npos;
  const char quote = has_single && !has_double ? '"' : '\'';

  std::string out(1, quote);
  while (!utf8.empty()) {
    ucs4_t code_point = 0;
    const int read =
        u8_mbtoucr(&code_point, reinterpret_cast<const std::uint8_t*>(utf8.data()), utf8.size());
    const std::size_t length = read > 0 ? static_cast<std::size_t>(read) : 1;
    const char short_escape = ShortEscape(code_point);
    if (short_escape != '\0') {
      out += '\\';
      out += short_escape;
    } else if (code_point == static_cast<unsigned char>(quote)) {
      out += '\\';
      out += quote;
    } else if (IsPrintable(code_point)) {
      out += utf8.substr(0, length);
    } else {
      AppendEscape(out, code_point);
    }
    utf8.remove_prefix(length);
  }
  out += quote;
  return out;
}

}  // namespace cq::auth
