// What does not fit in a request, gathered into one 422 answer of the shape FastAPI gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/response.h"
#include "json/value.h"

namespace cq::api {

// Where a value is: names and list positions, ["body", "domains", 0].
using Location = json::Array;

Location Join(const Location& parent, std::string_view name);
Location Join(const Location& parent, std::size_t index);

// What was expected instead of a value of another type.
enum class ExpectedType { kString, kList, kDictionary, kModel };

// Not synchronised; one per request. `input` is echoed in the answer.
class ValidationErrors {
 public:
  // What comes after this many is dropped, so that an answer stays bounded.
  static constexpr std::size_t kMaxErrors = 1'000;

  void AddMissing(const Location& location, const json::Value& input);
  void AddType(ExpectedType expected, const Location& location, const json::Value& input);
  // For rules of our own: `problem` completes "Value error, ".
  void AddValueError(std::string_view problem, const Location& location, const json::Value& input);
  void AddStringTooShort(std::size_t limit, const Location& location, const json::Value& input);
  void AddStringTooLong(std::size_t limit, const Location& location, const json::Value& input);
  void AddTooFewItems(std::size_t limit, const Location& location, const json::Value& input);
  // `input` is a list or an object.
  void AddTooManyItems(std::size_t limit, const Location& location, const json::Value& input);
  void AddChoice(const std::vector<std::string_view>& choices, const Location& location,
                 const json::Value& input);
  void AddNotGreaterThan(std::int64_t bound, const Location& location, const json::Value& input);
  void AddNotAtLeast(std::int64_t bound, const Location& location, const json::Value& input);
  void AddIntegerText(const Location& location, const json::Value& input);
  void AddIntegerSize(const Location& location, const json::Value& input);
  void AddNumberText(const Location& location, const json::Value& input);
  // The body is no JSON from this offset (in code points) on.
  void AddInvalidJson(std::size_t offset, std::string_view problem);

  bool empty() const { return errors_.empty(); }
  http::Response ToResponse() const;

 private:
  struct Entry {
    std::string_view type;
    Location location;
    std::string message;
    json::Value input;
    json::Object context;
  };

  void Add(Entry entry);

  std::vector<Entry> errors_;
};

}  // namespace cq::api
