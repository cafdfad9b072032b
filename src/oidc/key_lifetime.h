// How long fetched keys are good for.
#pragma once

#include <chrono>
#include <string_view>

namespace cq::oidc {

inline constexpr std::chrono::seconds kShortestKeyLifetime{60};
inline constexpr std::chrono::hours kLongestKeyLifetime{24};
inline constexpr std::chrono::minutes kUsualKeyLifetime{10};

// The max-age of a Cache-Control value (RFC 9111 section 5.2.2.1) within the bounds above;
// kUsualKeyLifetime when it has none. Other directives, no-store among them, are not obeyed: they
// would have keys fetched for every token.
std::chrono::seconds KeyLifetime(std::string_view cache_control);

}  // namespace cq::oidc
