#include "api/query_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/number_text.h"
#include "http/request.h"

namespace cq::api {
namespace {

Location QueryLocation(std::string_view name) { return {"query", name}; }

std::int64_t Saturated(const std::string& digits) {
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec == std::errc()) return value;
  using Limits = std::numeric_limits<std::int64_t>;
  return digits.starts_with('-') ? Limits::min() : Limits::max();
}

}  // namespace

QueryReader::QueryReader(std::string_view query, ValidationErrors& errors)
    : parameters_(http::ParseQuery(query)), errors_(errors) {}

std::vector<std::string> QueryReader::RequiredList(std::string_view name) {
  std::vector<std::string> values = List(name);
  if (values.empty()) errors_.AddMissing(QueryLocation(name), nullptr);
  return values;
}

std::vector<std::string> QueryReader::List(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : parameters_) {
    if (key == name) values.push_back(value);
  }
  return values;
}

std::optional<std::string> QueryReader::Text(std::string_view name) const {
  const std::string* value = Last(name);
  if (value == nullptr) return std::nullopt;
  return *value;
}

std::optional<std::int64_t> QueryReader::Integer(std::string_view name, IntegerBound bound) {
  const std::string* text = Last(name);
  if (text == nullptr) return std::nullopt;
  const auto digits = ParseIntegerText(*text);
  if (!digits) {
    switch (digits.error()) {
      case IntegerTextError::kMalformed:
        errors_.AddIntegerText(QueryLocation(name), *text);
        return std::nullopt;
      case IntegerTextError::kTooLong:
        errors_.AddIntegerSize(QueryLocation(name), *text);
        return std::nullopt;
    }
  }
  const std::int64_t value = Saturated(*digits);
  if (bound == IntegerBound::kPositive && value <= 0) {
    errors_.AddNotGreaterThan(0, QueryLocation(name), *text);
    return std::nullopt;
  }
  if (bound == IntegerBound::kNotNegative && value < 0) {
    errors_.AddNotAtLeast(0, QueryLocation(name), *text);
    return std::nullopt;
  }
  return value;
}

std::optional<double> QueryReader::Number(std::string_view name) {
  const std::string* text = Last(name);
  if (text == nullptr) return std::nullopt;
  const std::optional<double> value = ParseFloatText(*text);
  if (!value) errors_.AddNumberText(QueryLocation(name), *text);
  return value;
}

const std::string* QueryReader::Last(std::string_view name) const {
  const auto found = std::find_if(parameters_.rbegin(), parameters_.rend(),
                                  [name](const auto& pair) { return pair.first == name; });
  return found == parameters_.rend() ? nullptr : &found->second;
}

}  // namespace cq::api
