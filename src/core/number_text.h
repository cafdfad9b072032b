// Numbers in text as the reference's validation reads them (pydantic's lax mode).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace cq {

enum class IntegerTextError {
  kMalformed,
  kTooLong,  // more than 4,300 digits
};

// Canonical decimal digits ("-" allowed, no leading zeros). Takes surrounding white space, a sign,
// leading zeros, single underscores between digits and a fraction of zeros.
tl::expected<std::string, IntegerTextError> ParseIntegerText(std::string_view utf8);

// Takes surrounding white space, underscores inside, "nan" and "inf" in any case; what is too large
// is infinite.
std::optional<double> ParseFloatText(std::string_view utf8);

}  // namespace cq
