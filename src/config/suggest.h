// Finds the known name that a misspelt one probably meant.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace cq::config {

// The nearest candidate by edit distance, or nullopt when none is near enough to be meant.
std::optional<std::string_view> NearestName(std::string_view name,
                                            const std::vector<std::string_view>& candidates);

}  // namespace cq::config
