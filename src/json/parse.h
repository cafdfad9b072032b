// Strict JSON reading (RFC 8259) with explicit bounds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "json/value.h"

namespace cq::json {

inline constexpr std::size_t kMaxDepth = 64;         // of what is accepted
inline constexpr std::size_t kStoredMaxDepth = 200;  // of what the reference may have stored

enum class ParseFailure {
  kSyntax,       // not JSON (NaN and Infinity included)
  kTooDeep,      // nested deeper than kMaxDepth
  kInvalidText,  // bytes that are no UTF-8, or an escaped lone surrogate
  kNumberRange,  // a float outside double's range
};

// What becomes of a member whose name the object has already.
enum class RepeatedNames {
  kLastWins,  // keeps its place and takes the last value, as in Python's json
  kKeep,      // every one stays, for readers that refuse them (HasRepeatedName)
};

struct ParseError {
  ParseFailure failure;
  std::size_t offset;  // code points from the start of the text to where reading stopped
  std::string
      message;  // as Python's json.JSONDecodeError words it ("Expecting value"), else our own
};

tl::expected<Value, ParseError> Parse(std::string_view text, std::size_t max_depth = kMaxDepth,
                                      RepeatedNames repeated_names = RepeatedNames::kLastWins);

}  // namespace cq::json
