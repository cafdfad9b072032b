#include "http/url_text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

#include "core/text.h"

namespace cq::http {
namespace {

constexpr std::string_view kUpperHex = "0123456789ABCDEF";
constexpr std::string_view kUrlPunctuation = "_.-~:/%#?=@[]!$&'()*+,;";
constexpr std::string_view kHostPunctuation = "._~%!$&'()*+,;=-";

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void AppendEscaped(char c, std::string& out) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kUpperHex[byte >> 4U];
  out += kUpperHex[byte & 0xFU];
}

// Escapes whatever may not stand in a URL; '%' is taken for the start of an escape.
void AppendUrlText(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (IsAlphanumeric(c) || kUrlPunctuation.find(c) != std::string_view::npos) {
      out += c;
    } else {
      AppendEscaped(c, out);
    }
  }
}

bool IsValidPort(std::string_view port) {
  if (port.empty() || !std::ranges::all_of(port, IsDigit)) return false;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
  return error == std::errc{} && value <= 65535;
}

bool IsIpv6Literal(std::string_view text) {
  in6_addr address{};
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

}  // namespace

std::string PercentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = HexValue(text[i + 1]);
      const int low = HexValue(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::string DecodeText(std::string_view text) { return ReplaceInvalidUtf8(PercentDecode(text)); }

std::string OtherSlashForm(std::string_view path) {
  if (!path.ends_with('/')) return std::string(path) + '/';
  return std::string(path.substr(0, path.find_last_not_of('/') + 1));
}

bool IsValidAuthority(std::string_view host) {
  std::size_t name_end = 0;
  if (host.starts_with('[')) {
    const std::size_t bracket = host.find(']');
    if (bracket == std::string_view::npos || !IsIpv6Literal(host.substr(1, bracket - 1))) {
      return false;
    }
    name_end = bracket + 1;
  } else {
    name_end = std::min(host.find(':'), host.size());
    const bool clean = std::ranges::all_of(host.substr(0, name_end), [](char c) {
      return IsAlphanumeric(c) || kHostPunctuation.find(c) != std::string_view::npos;
    });
    if (name_end == 0 || !clean) return false;
  }
  if (name_end == host.size()) return true;
  return host[name_end] == ':' && IsValidPort(host.substr(name_end + 1));
}

std::string AbsoluteLocation(const Request& request, std::string_view path,
                             const std::function<std::string()>& local_authority) {
  const std::string_view host = request.Header("Host").value_or("");
  std::string location = request.scheme + "://";
  AppendUrlText(IsValidAuthority(host) ? std::string(host) : local_authority(), location);
  for (const char c : path) {
    if (c == '?' || c == '#' || c == '\\') {
      AppendEscaped(c, location);
    } else {
      AppendUrlText({&c, 1}, location);
    }
  }
  if (!request.query.empty()) {
    location += '?';
    AppendUrlText(request.query, location);
  }
  return location;
}

}  // namespace cq::http
