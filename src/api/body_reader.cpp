#include "api/body_reader.h"

#include <algorithm>
#include <utility>

#include "api/error_response.h"
#include "core/text.h"
#include "json/parse.h"

namespace cq::api {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view TrimBlanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// application/json or application/<anything>+json, parameters aside.
bool IsJsonContentType(std::string_view content_type) {
  const std::string type = ToLower(TrimBlanks(content_type.substr(0, content_type.find(';'))));
  constexpr std::string_view kApplication = "application/";
  if (!type.starts_with(kApplication)) return false;
  const std::string_view subtype = std::string_view(type).substr(kApplication.size());
  if (subtype.find('/') != std::string_view::npos) return false;
  return subtype == "json" || subtype.ends_with("+json");
}

const Location& BodyLocation() {
  static const Location location{"body"};
  return location;
}

}  // namespace

tl::expected<json::Value, http::Response> ReadJsonObject(const http::Request& request) {
  ValidationErrors errors;
  if (request.body.empty()) {
    errors.AddMissing(BodyLocation(), nullptr);
    return tl::unexpected(errors.ToResponse());
  }
  if (!IsJsonContentType(ReplaceInvalidUtf8(request.Header("Content-Type").value_or("")))) {
    errors.AddType(ExpectedType::kModel, BodyLocation(), ReplaceInvalidUtf8(request.body));
    return tl::unexpected(errors.ToResponse());
  }
  std::string_view text = request.body;
  if (!IsValidUtf8(text)) {
    return tl::unexpected(DetailResponse(400, "There was an error parsing the body"));
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  tl::expected<json::Value, json::ParseError> parsed = json::Parse(text);
  if (!parsed) {
    errors.AddInvalidJson(parsed.error().offset, parsed.error().message);
    return tl::unexpected(errors.ToResponse());
  }
  if (parsed->AsObject() == nullptr) {
    errors.AddType(ExpectedType::kModel, BodyLocation(), *parsed);
    return tl::unexpected(errors.ToResponse());
  }
  return std::move(*parsed);
}

ObjectReader::ObjectReader(const json::Value& object, Location location, ValidationErrors& errors)
    : object_(object), location_(std::move(location)), errors_(errors) {}

// The member to validate; nullptr when there is none, which is an error if it is required.
const json::Value* ObjectReader::Find(std::string_view name, Presence presence) {
  const json::Value* value = object_.Find(name);
  if (value == nullptr) {
    if (presence == Presence::kRequired) errors_.AddMissing(Join(location_, name), object_);
    return nullptr;
  }
  if (value->IsNull() && presence == Presence::kNullable) return nullptr;
  return value;
}

bool ObjectReader::HasFittingLength(const std::string& text, const TextField& field,
                                    const Location& location, const json::Value& value) {
  const std::size_t length = CodePointCount(text);
  if (length < field.min_length) {
    errors_.AddStringTooShort(field.min_length, location, value);
    return false;
  }
  if (length <= field.max_length) return true;
  switch (field.length_rule) {
    case LengthRule::kSchema:
      errors_.AddStringTooLong(field.max_length, location, value);
      return false;
    case LengthRule::kModel:
      errors_.AddValueError(std::string(field.name) + " must be at most " +
                                std::to_string(field.max_length) + " characters, got " +
                                std::to_string(length),
                            location, value);
      return false;
  }
  return false;
}

std::optional<std::string> ObjectReader::Text(const TextField& field) {
  const json::Value* value = Find(field.name, field.presence);
  if (value == nullptr) return std::nullopt;
  const Location location = Join(location_, field.name);
  const std::string* text = value->AsString();
  if (text == nullptr) {
    errors_.AddType(ExpectedType::kString, location, *value);
    return std::nullopt;
  }
  if (!HasFittingLength(*text, field, location, *value)) return std::nullopt;
  return *text;
}

std::optional<std::vector<std::string>> ObjectReader::TextList(const TextListField& field) {
  const json::Value* value = Find(field.name, field.presence);
  if (value == nullptr) return std::nullopt;
  const Location location = Join(location_, field.name);
  const json::Array* items = value->AsArray();
  if (items == nullptr) {
    errors_.AddType(ExpectedType::kList, location, *value);
    return std::nullopt;
  }
  if (items->size() > field.max_items) {
    errors_.AddTooManyItems(field.max_items, location, *value);
    return std::nullopt;
  }
  if (items->size() < field.min_items) {
    errors_.AddTooFewItems(field.min_items, location, *value);
    return std::nullopt;
  }
  const TextField item_field{
      .name = field.name, .max_length = field.item_max_length, .length_rule = LengthRule::kModel};
  std::vector<std::string> texts;
  texts.reserve(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    const json::Value& item = (*items)[i];
    const std::string* text = item.AsString();
    if (text == nullptr) {
      errors_.AddType(ExpectedType::kString, Join(location, i), item);
    } else if (HasFittingLength(*text, item_field, Join(location, i), item)) {
      texts.push_back(*text);
    }
  }
  if (texts.size() != items->size()) return std::nullopt;
  return texts;
}

std::optional<std::string> ObjectReader::Choice(std::string_view name,
                                                const std::vector<std::string_view>& choices) {
  const json::Value* value = Find(name, Presence::kRequired);
  if (value == nullptr) return std::nullopt;
  const std::string* text = value->AsString();
  if (text == nullptr || std::ranges::find(choices, *text) == choices.end()) {
    errors_.AddChoice(choices, Join(location_, name), *value);
    return std::nullopt;
  }
  return *text;
}

std::optional<json::Object> ObjectReader::Dictionary(std::string_view name, std::size_t max_items) {
  const json::Value* value = Find(name, Presence::kNullable);
  if (value == nullptr) return std::nullopt;
  const json::Object* object = value->AsObject();
  if (object == nullptr) {
    errors_.AddType(ExpectedType::kDictionary, Join(location_, name), *value);
    return std::nullopt;
  }
  if (object->size() > max_items) {
    errors_.AddTooManyItems(max_items, Join(location_, name), *value);
    return std::nullopt;
  }
  return *object;
}

std::optional<ObjectReader> ObjectReader::Model(std::string_view name, Presence presence) {
  const json::Value* value = Find(name, presence);
  if (value == nullptr) return std::nullopt;
  Location location = Join(location_, name);
  if (value->AsObject() == nullptr) {
    errors_.AddType(ExpectedType::kModel, location, *value);
    return std::nullopt;
  }
  return ObjectReader(*value, std::move(location), errors_);
}

void ObjectReader::AddValueError(std::string_view name, std::string_view problem) {
  if (name.empty()) {
    errors_.AddValueError(problem, location_, object_);
    return;
  }
  const json::Value* value = object_.Find(name);
  errors_.AddValueError(problem, Join(location_, name), value != nullptr ? *value : json::Value());
}

}  // namespace cq::api
