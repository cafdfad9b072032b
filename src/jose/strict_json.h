// JSON of tokens: one object, read one way only.
#pragma once

#include <optional>
#include <string_view>

#include "json/value.h"

namespace cq::jose {

// An object of valid UTF-8, nested at most json::kMaxDepth deep, in which no object has two members
// of one name (RFC 7515 section 4, RFC 7519 section 4); else nothing.
std::optional<json::Value> ParseStrictObject(std::string_view text);

}  // namespace cq::jose
