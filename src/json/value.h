// A JSON document that keeps what Python's json keeps: member order, integers of any length, and
// the difference between 1 and 1.0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cq::json {

class Value;

using Array = std::vector<Value>;

// Members in order of first appearance.
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>;

// An integer outside int64, as its canonical decimal digits ("-" allowed, no leading zeros).
struct BigInteger {
  std::string digits;
  bool operator==(const BigInteger&) const = default;
};

// A plain value type: copyable, movable, not synchronised. Strings are valid UTF-8.
class Value {
 public:
  using Variant = std::variant<std::nullptr_t, bool, std::int64_t, BigInteger, double, std::string,
                               Array, Object>;

  Value() : data_(nullptr) {}
  Value(std::nullptr_t) : data_(nullptr) {}
  Value(bool value) : data_(value) {}
  Value(std::int64_t value) : data_(value) {}
  Value(int value) : data_(static_cast<std::int64_t>(value)) {}
  Value(BigInteger value) : data_(std::move(value)) {}
  Value(double value) : data_(value) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool IsNull() const { return std::holds_alternative<std::nullptr_t>(data_); }
  const bool* AsBool() const { return std::get_if<bool>(&data_); }
  const std::int64_t* AsInt() const { return std::get_if<std::int64_t>(&data_); }
  const BigInteger* AsBigInteger() const { return std::get_if<BigInteger>(&data_); }
  const double* AsDouble() const { return std::get_if<double>(&data_); }
  const std::string* AsString() const { return std::get_if<std::string>(&data_); }
  const Array* AsArray() const { return std::get_if<Array>(&data_); }
  const Object* AsObject() const { return std::get_if<Object>(&data_); }
  Array* AsArray() { return std::get_if<Array>(&data_); }
  Object* AsObject() { return std::get_if<Object>(&data_); }

  const Variant& data() const { return data_; }

  // Makes this an empty text, to be filled in place.
  std::string& MakeString() { return data_.emplace<std::string>(); }

  // The member called `name`, or nullptr when absent or when this is no object. Linear.
  const Value* Find(std::string_view name) const;

  bool operator==(const Value&) const = default;

 private:
  Variant data_;
};

// Whether two members of this object, not of those within it, have one name.
bool HasRepeatedName(const Object& object);

}  // namespace cq::json
