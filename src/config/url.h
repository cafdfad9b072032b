// http and https URLs as an identity provider's configuration has them: strict, ASCII only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/parse.h"

namespace cq::config {

enum class UrlScheme { kHttp, kHttps };

struct Url {
  UrlScheme scheme = UrlScheme::kHttps;
  std::string host;  // without the brackets of an IPv6 address
  std::optional<std::uint16_t> port;
  std::string path;                  // empty, or "/..."
  std::optional<std::string> query;  // without the question mark

  // localhost, 127.0.0.0/8 or ::1, by spelling: no name is looked up.
  bool IsLoopback() const;
};

// An absolute URL (RFC 3986) without user information and without fragment. The error follows
// "give " and never repeats the URL, which may hold a password.
Parsed<Url> ParseUrl(std::string_view text);

}  // namespace cq::config
