// The labels column of api_keys, a JSON array as Python's json.dumps writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cq::storage::sqlite {

// ["a", "\u00e9"]: a space after each comma, everything outside ASCII escaped.
std::string WriteLabels(const std::vector<std::string>& labels);

// The strings of the array; none of anything else.
std::vector<std::string> ReadLabels(std::string_view text);

}  // namespace cq::storage::sqlite
