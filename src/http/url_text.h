// Percent-encoding, and the paths and locations that depend on it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/request.h"

namespace cq::http {

// Bytes of `text` with its %XX decoded; a malformed escape stays as it is.
std::string PercentDecode(std::string_view text);

// PercentDecode as UTF-8, malformed sequences replaced by U+FFFD.
std::string DecodeText(std::string_view text);

// The path that differs from `path` in its trailing slashes only: all of them gone, or one added.
std::string OtherSlashForm(std::string_view path);

// Whether `host` is a well-formed Host value with a host in it (RFC 9110 7.2).
bool IsValidAuthority(std::string_view host);

// Absolute URL of `path` (decoded) on the host that `request` was sent to, with its query.
// `local_authority` is asked for a host when the Host header is missing or malformed.
std::string AbsoluteLocation(const Request& request, std::string_view path,
                             const std::function<std::string()>& local_authority);

}  // namespace cq::http
