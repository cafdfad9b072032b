#include "http/media_type.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "http/ascii.h"
#include "http/preferences.h"

namespace cq::http {
namespace {

struct KnownType {
  std::string_view extension;
  std::string_view type;
};

constexpr std::array<KnownType, 22> kTypes{{
    {"html", kHtmlType},
    {"htm", kHtmlType},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/vnd.microsoft.icon"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"wasm", "application/wasm"},
    {"xml", "application/xml"},
    {"txt", "text/plain; charset=utf-8"},
}};

}  // namespace

std::string_view MediaTypeOf(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    const std::string_view extension = name.substr(dot + 1);
    const auto known = std::ranges::find_if(kTypes, [extension](const KnownType& type) {
      return EqualsIgnoringCase(type.extension, extension);
    });
    if (known != kTypes.end()) return known->type;
  }
  return "application/octet-stream";
}

bool AsksForHtml(std::optional<std::string_view> accept) {
  return std::ranges::any_of(ParsePreferences(accept.value_or("")), [](const Preference& range) {
    return range.weight > 0 && (EqualsIgnoringCase(range.value, "text/html") ||
                                EqualsIgnoringCase(range.value, "text/*"));
  });
}

}  // namespace cq::http
