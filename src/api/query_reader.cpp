#include "api/query_reader.h"

#include <charconv>
#include <limits>

#include "core/number_text.h"
#include "core/text.h"
#include "http/request.h"

namespace cq::api {
namespace {

Location QueryLocation(std::string_view name) { return {"query", name}; }

// nullopt past int64.
std::optional<std::int64_t> ToInt64(const std::string& digits) {
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
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

std::optional<std::string> QueryReader::Text(std::string_view name, std::size_t max_length) {
  std::optional<std::string> text = Text(name);
  if (!text || CodePointCount(*text) <= max_length) return text;
  errors_.AddStringTooLong(max_length, QueryLocation(name), *text);
  return std::nullopt;
}

std::optional<std::int64_t> QueryReader::Integer(std::string_view name, IntegerRange range) {
  const std::string* text = Last(name);
  if (text == nullptr) return std::nullopt;
  const Location location = QueryLocation(name);
  const auto digits = ParseIntegerText(*text);
  if (!digits) {
    switch (digits.error()) {
      case IntegerTextError::kMalformed:
        errors_.AddIntegerText(location, *text);
        return std::nullopt;
      case IntegerTextError::kTooLong:
        errors_.AddIntegerSize(location, *text);
        return std::nullopt;
    }
  }
  const std::optional<std::int64_t> value = ToInt64(*digits);
  const bool negative = digits->starts_with('-');
  switch (range) {
    case IntegerRange::kPositive:
      if (!negative && *digits != "0") {
        return value.value_or(std::numeric_limits<std::int64_t>::max());
      }
      errors_.AddNotGreaterThan(0, location, *text);
      return std::nullopt;
    case IntegerRange::kNotNegative64:
      if (negative) {
        errors_.AddNotAtLeast(0, location, *text);
        return std::nullopt;
      }
      if (!value) errors_.AddIntegerSize(location, *text);
      return value;
  }
  return std::nullopt;
}

std::optional<double> QueryReader::Number(std::string_view name) {
  const std::string* text = Last(name);
  if (text == nullptr) return std::nullopt;
  const std::optional<double> value = ParseFloatText(*text);
  if (!value) errors_.AddNumberText(QueryLocation(name), *text);
  return value;
}

const std::string* QueryReader::Last(std::string_view name) const {
  const std::string* last = nullptr;
  for (const auto& [key, value] : parameters_) {
    if (key == name) last = &value;
  }
  return last;
}

}  // namespace cq::api
