#include "storage/sqlite/label_text.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "json/parse.h"

namespace cq::storage::sqlite {
namespace {

void AppendUnit(std::string& out, std::uint32_t unit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(unit >> shift) & 0xfU];
}

void AppendEscaped(std::string& out, std::uint32_t code_point) {
  if (code_point < 0x10000) return AppendUnit(out, code_point);
  AppendUnit(out, 0xd800 + ((code_point - 0x10000) >> 10));
  AppendUnit(out, 0xdc00 + ((code_point - 0x10000) & 0x3ff));
}

void AppendAscii(std::string& out, char character) {
  switch (character) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (const auto byte = static_cast<unsigned char>(character); byte < 0x20 || byte == 0x7f) {
        AppendUnit(out, byte);
      } else {
        out += character;
      }
  }
}

// `utf8` is valid.
void AppendString(std::string& out, std::string_view utf8) {
  out += '"';
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    if (lead < 0x80) {
      AppendAscii(out, static_cast<char>(lead));
      continue;
    }
    const int length = std::countl_one(lead);
    std::uint32_t code_point = lead & (0x7fU >> length);
    for (int rest = 1; rest < length && at < utf8.size(); ++rest) {
      code_point = (code_point << 6) | (static_cast<unsigned char>(utf8[at++]) & 0x3fU);
    }
    AppendEscaped(out, code_point);
  }
  out += '"';
}

}  // namespace

std::string WriteLabels(const std::vector<std::string>& labels) {
  std::string out = "[";
  for (const std::string& label : labels) {
    if (out.size() > 1) out += ", ";
    AppendString(out, label);
  }
  out += ']';
  return out;
}

std::vector<std::string> ReadLabels(std::string_view text) {
  std::vector<std::string> labels;
  const auto parsed = json::Parse(text);
  if (!parsed) return labels;
  const json::Array* items = parsed->AsArray();
  if (items == nullptr) return labels;
  for (const json::Value& item : *items) {
    if (const std::string* label = item.AsString()) labels.push_back(*label);
  }
  return labels;
}

}  // namespace cq::storage::sqlite
