// Unicode text as Python's str sees it: code points, strip(), lower().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cq {

bool IsValidUtf8(std::string_view text);

// Number of code points of valid UTF-8.
std::size_t CodePointCount(std::string_view utf8);

// str.strip(): trims Unicode white space at both ends. The view points into `utf8`.
std::string_view StripWhitespace(std::string_view utf8);

// str.lower(): full Unicode lower-casing, locale-independent (final sigma included).
std::string ToLower(std::string_view utf8);

// Each code point lower-cased by itself: many times quicker than ToLower, for comparisons only.
std::string ToSimpleLower(std::string_view utf8);

// str.split(): what is between Unicode white space. The views point into `utf8`.
std::vector<std::string_view> SplitWhitespace(std::string_view utf8);

// Replaces each malformed sequence by U+FFFD (Unicode 3.9, maximal subparts), as
// bytes.decode(errors="replace").
std::string ReplaceInvalidUtf8(std::string_view bytes);

}  // namespace cq
