// Compact JSON text. UTF-8 stays unescaped; only `"`, `\` and controls are escaped, short forms
// first.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"

namespace cq::json {

// Both are shortest round-trip texts that differ in where the exponent begins and how it is spelt.
enum class FloatStyle {
  kPython,  // repr(float): 1e-07, 1e-05, 1e+16
  kRust,    // pydantic's model_dump_json: 1e-7, 0.00001, 1e+16
};

void AppendString(std::string& out, std::string_view utf8);
void AppendDouble(std::string& out, double value, FloatStyle style);
void AppendValue(std::string& out, const Value& value, FloatStyle style);
std::string Write(const Value& value, FloatStyle style);

}  // namespace cq::json
