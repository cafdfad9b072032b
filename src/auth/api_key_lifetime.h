// The "ttl" of an API key: "<integer><s|m|h|d>", more than zero, at most 365 days.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/error.h"

namespace cq::auth {

inline constexpr std::chrono::days kApiKeyMaxLifetime{365};

struct ApiKeyLifetime {
  std::string canonical;  // trimmed, lower case, as it is stored
  std::chrono::seconds duration{};
};

// kInvalidInput with the reference's text, which quotes the value as Python's repr() does.
Result<ApiKeyLifetime> ParseApiKeyLifetime(std::string_view ttl);

}  // namespace cq::auth
