// Which URLs this server fetches from. Judged by libcurl's own parser, so that what was judged is
// what is fetched.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "oidc/options.h"

namespace cq::oidc {

// Why the URL may not be fetched, or nullopt: https, or http to this host, without user information
// and fragment. The reason does not repeat the URL, which may hold a password.
std::optional<std::string> RefuseUrl(std::string_view url, PlainHttp plain_http);

// localhost, 127.0.0.0/8 or ::1, by spelling: no name is looked up. False for what is no URL.
bool IsLoopbackUrl(std::string_view url);

}  // namespace cq::oidc
