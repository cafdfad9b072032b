#include "http/preferences.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "http/ascii.h"

namespace cq::http {
namespace {

// Cuts what precedes `separator` off `rest`.
std::string_view NextPart(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = TrimOptionalSpace(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

// qvalue of RFC 9110 12.4.2: at most three decimals, at most 1.
std::optional<int> ParseWeight(std::string_view text) {
  constexpr std::size_t kLongest = 5;
  if (text.empty() || text.size() > kLongest || (text[0] != '0' && text[0] != '1')) {
    return std::nullopt;
  }
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int weight = text[0] == '1' ? kFullWeight : 0;
  int unit = kFullWeight / 10;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  if (weight > kFullWeight) return std::nullopt;
  return weight;
}

std::optional<int> WeightAmong(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view value = NextPart(parameters, ';');
    const std::string_view name = NextPart(value, '=');
    if (EqualsIgnoringCase(name, "q")) return ParseWeight(TrimOptionalSpace(value));
  }
  return kFullWeight;
}

}  // namespace

std::vector<Preference> ParsePreferences(std::string_view list) {
  std::vector<Preference> preferences;
  while (!list.empty()) {
    std::string_view item = NextPart(list, ',');
    const std::string_view value = NextPart(item, ';');
    const std::optional<int> weight = WeightAmong(item);
    if (!value.empty() && weight) preferences.push_back({value, *weight});
  }
  return preferences;
}

std::optional<std::string> JoinedHeader(const Request& request, std::string_view name) {
  std::optional<std::string> joined;
  for (const auto& [key, value] : request.headers) {
    if (!EqualsIgnoringCase(key, name)) continue;
    joined = joined ? *joined + ", " + value : value;
  }
  return joined;
}

}  // namespace cq::http
