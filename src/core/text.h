// Unicode text as Python's str sees it: code points, strip(), lower().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cq {

bool IsValidUtf8(std::string_view text);

// Number of code points of valid UTF-8.
std::size_t CodePointCount(std::string_view utf8);

// str.strip(): trims Unicode white space at both ends. The view points into `utf8`.
std::string_view StripWhitespace(std::string_view utf8);

// str.lower(): full Unicode lower-casing, locale-independent (final sigma included).
std::string ToLower(std::string_view utf8);

// Replaces each malformed sequence by U+FFFD (Unicode 3.9, maximal subparts), as
// bytes.decode(errors="replace").
std::string ReplaceInvalidUtf8(std::string_view bytes);

}  // namespace cq
