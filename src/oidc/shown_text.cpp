#include "oidc/shown_text.h"

#include "core/text.h"
#include "json/write.h"

namespace cq::oidc {
namespace {

// What JSON lets be: DEL, and U+0080 to U+009F, some of which terminals take for commands.
std::string EscapeOtherControls(std::string_view utf8) {
  constexpr char kLead = '\xC2';
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string escaped;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto next = i + 1 < utf8.size() ? static_cast<unsigned char>(utf8[i + 1]) : 0U;
    if (utf8[i] == '\x7f') {
      escaped += "\\u007f";
    } else if (utf8[i] == kLead && next >= 0x80U && next < 0xA0U) {
      escaped += "\\u00";
      escaped += kDigits[next >> 4U];
      escaped += kDigits[next & 0xFU];
      ++i;
    } else {
      escaped += utf8[i];
    }
  }
  return escaped;
}

}  // namespace

std::string WithoutControls(std::string_view utf8) {
  const std::string quoted = Quoted(utf8);
  return quoted.substr(1, quoted.size() - 2);
}

std::string Quoted(std::string_view utf8) {
  std::string quoted;
  json::AppendString(quoted, ReplaceInvalidUtf8(utf8));
  return EscapeOtherControls(quoted);
}

std::string Shown(const json::Value* value) {
  if (value == nullptr) return "absent";
  return EscapeOtherControls(json::Write(*value, json::FloatStyle::kPython));
}

}  // namespace cq::oidc
