// The text formats of a unit's fields: ids, extension keys and times.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cq::knowledge {

// ku_ and 32 lower-case hex digits.
bool IsUnitId(std::string_view text);

// <namespace>:<key>, the namespace of [a-z0-9_-] beginning with a letter or digit, the key without
// white space.
bool IsExtensionKey(std::string_view utf8);

// An ISO 8601 date or time in the spelling of the reference: six fraction digits or none, "Z" for
// UTC, other offsets as they are, no offset where there was none. nullopt when it is no such time.
std::optional<std::string> NormalizeUnitTime(std::string_view text);

}  // namespace cq::knowledge
