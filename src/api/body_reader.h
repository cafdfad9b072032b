// Request bodies read field by field, by the rules of FastAPI and pydantic.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "api/validation.h"
#include "http/request.h"
#include "http/response.h"
#include "json/value.h"

namespace cq::api {

// The body as a JSON object, or the answer that refuses it (422; 400 for bytes that are no text).
tl::expected<json::Value, http::Response> ReadJsonObject(const http::Request& request);

enum class Presence {
  kRequired,
  kOptional,  // may be absent, but not null
  kNullable,  // may be absent or null
};

// How a text that is too long is reported.
enum class LengthRule {
  kSchema,  // string_too_long
  kModel,   // value_error that names field, limit and length
};

inline constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

// Lengths in code points.
struct TextField {
  std::string_view name;
  Presence presence = Presence::kRequired;
  std::size_t min_length = 0;
  std::size_t max_length = kUnlimited;
  LengthRule length_rule = LengthRule::kSchema;
};

// A list of texts.
struct TextListField {
  std::string_view name;
  Presence presence = Presence::kRequired;
  std::size_t min_items = 0;
  std::size_t max_items = kUnlimited;
  std::size_t item_max_length = kUnlimited;  // reported as LengthRule::kModel
};

// Reads the members of one object in the order of the calls; what does not fit is added to the
// errors and reads as absent. Borrows the object and the errors.
class ObjectReader {
 public:
  // `object` holds a json::Object.
  ObjectReader(const json::Value& object, Location location, ValidationErrors& errors);

  std::optional<std::string> Text(const TextField& field);
  std::optional<std::vector<std::string>> TextList(const TextListField& field);
  std::optional<std::string> Choice(std::string_view name,
                                    const std::vector<std::string_view>& choices);
  std::optional<json::Object> Dictionary(std::string_view name, std::size_t max_items);
  // A nested object. Borrows from this one's object.
  std::optional<ObjectReader> Model(std::string_view name, Presence presence);

  // For rules over several members; `name` empty: the object itself.
  void AddValueError(std::string_view name, std::string_view problem);

 private:
  const json::Value* Find(std::string_view name, Presence presence);
  bool HasFittingLength(const std::string& text, const TextField& field, const Location& location,
                        const json::Value& value);

  const json::Value& object_;
  Location location_;
  ValidationErrors& errors_;
};

}  // namespace cq::api
