// Header values that rank alternatives, as in "br, gzip;q=0.5" (RFC 9110 12.4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace cq::http {

inline constexpr int kFullWeight = 1'000;

struct Preference {
  std::string_view value;  // without its parameters
  int weight;              // in thousandths; 0: not acceptable
};

// In the order of `list`, which the views point into. An item whose weight is malformed is left
// out.
std::vector<Preference> ParsePreferences(std::string_view list);

// All lines of the header in one, as RFC 9110 5.3 allows; nullopt when there is none.
std::optional<std::string> JoinedHeader(const Request& request, std::string_view name);

}  // namespace cq::http
