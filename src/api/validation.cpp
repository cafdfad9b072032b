#include "api/validation.h"

#include <utility>

#include "api/error_response.h"
#include "json/write.h"

namespace cq::api {
namespace {

json::Value Integer(std::size_t value) { return {static_cast<std::int64_t>(value)}; }

std::string Counted(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count) + " ";
  text += noun;
  if (count != 1) text += 's';
  return text;
}

std::string_view FieldType(const json::Value& input) {
  return input.AsObject() != nullptr ? "Dictionary" : "List";
}

std::size_t ItemCount(const json::Value& input) {
  if (const json::Object* object = input.AsObject()) return object->size();
  const json::Array* array = input.AsArray();
  return array != nullptr ? array->size() : 0;
}

std::string ItemCountMessage(std::string_view bound, std::size_t limit, const json::Value& input) {
  std::string message(FieldType(input));
  message += " should have at ";
  message += bound;
  message += " " + Counted(limit, "item") + " after validation, not ";
  message += std::to_string(ItemCount(input));
  return message;
}

// 'a', 'b' or 'c'
std::string QuotedChoices(const std::vector<std::string_view>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += '\'';
    text += choices[i];
    text += '\'';
  }
  return text;
}

}  // namespace

Location Join(const Location& parent, std::string_view name) {
  Location location = parent;
  location.emplace_back(name);
  return location;
}

Location Join(const Location& parent, std::size_t index) {
  Location location = parent;
  location.push_back(Integer(index));
  return location;
}

void ValidationErrors::Add(Entry entry) {
  if (errors_.size() < kMaxErrors) errors_.push_back(std::move(entry));
}

void ValidationErrors::AddMissing(const Location& location, const json::Value& input) {
  Add({"missing", location, "Field required", input, {}});
}

void ValidationErrors::AddType(ExpectedType expected, const Location& location,
                               const json::Value& input) {
  switch (expected) {
    case ExpectedType::kString:
      Add({"string_type", location, "Input should be a valid string", input, {}});
      return;
    case ExpectedType::kList:
      Add({"list_type", location, "Input should be a valid list", input, {}});
      return;
    case ExpectedType::kDictionary:
      Add({"dict_type", location, "Input should be a valid dictionary", input, {}});
      return;
    case ExpectedType::kModel:
      Add({"model_attributes_type",
           location,
           "Input should be a valid dictionary or object to extract fields from",
           input,
           {}});
      return;
  }
}

void ValidationErrors::AddValueError(std::string_view problem, const Location& location,
                                     const json::Value& input) {
  Add({"value_error",
       location,
       "Value error, " + std::string(problem),
       input,
       {{"error", json::Object{}}}});
}

void ValidationErrors::AddStringTooShort(std::size_t limit, const Location& location,
                                         const json::Value& input) {
  Add({"string_too_short",
       location,
       "String should have at least " + Counted(limit, "character"),
       input,
       {{"min_length", Integer(limit)}}});
}

void ValidationErrors::AddStringTooLong(std::size_t limit, const Location& location,
                                        const json::Value& input) {
  Add({"string_too_long",
       location,
       "String should have at most " + Counted(limit, "character"),
       input,
       {{"max_length", Integer(limit)}}});
}

void ValidationErrors::AddTooFewItems(std::size_t limit, const Location& location,
                                      const json::Value& input) {
  Add({"too_short",
       location,
       ItemCountMessage("least", limit, input),
       input,
       {{"field_type", FieldType(input)},
        {"min_length", Integer(limit)},
        {"actual_length", Integer(ItemCount(input))}}});
}

void ValidationErrors::AddTooManyItems(std::size_t limit, const Location& location,
                                       const json::Value& input) {
  Add({"too_long",
       location,
       ItemCountMessage("most", limit, input),
       input,
       {{"field_type", FieldType(input)},
        {"max_length", Integer(limit)},
        {"actual_length", Integer(ItemCount(input))}}});
}

void ValidationErrors::AddChoice(const std::vector<std::string_view>& choices,
                                 const Location& location, const json::Value& input) {
  const std::string expected = QuotedChoices(choices);
  Add({"enum", location, "Input should be " + expected, input, {{"expected", expected}}});
}

void ValidationErrors::AddNotGreaterThan(std::int64_t bound, const Location& location,
                                         const json::Value& input) {
  Add({"greater_than",
       location,
       "Input should be greater than " + std::to_string(bound),
       input,
       {{"gt", bound}}});
}

void ValidationErrors::AddNotAtLeast(std::int64_t bound, const Location& location,
                                     const json::Value& input) {
  Add({"greater_than_equal",
       location,
       "Input should be greater than or equal to " + std::to_string(bound),
       input,
       {{"ge", bound}}});
}

void ValidationErrors::AddIntegerText(const Location& location, const json::Value& input) {
  Add({"int_parsing",
       location,
       "Input should be a valid integer, unable to parse string as an integer",
       input,
       {}});
}

void ValidationErrors::AddIntegerSize(const Location& location, const json::Value& input) {
  Add({"int_parsing_size",
       location,
       "Unable to parse input string as an integer, exceeded maximum size",
       input,
       {}});
}

void ValidationErrors::AddNumberText(const Location& location, const json::Value& input) {
  Add({"float_parsing",
       location,
       "Input should be a valid number, unable to parse string as a number",
       input,
       {}});
}

void ValidationErrors::AddInvalidJson(std::size_t offset, std::string_view problem) {
  Add({"json_invalid",
       {"body", Integer(offset)},
       "JSON decode error",
       json::Object{},
       {{"error", problem}}});
}

http::Response ValidationErrors::ToResponse() const {
  std::string body = "{\"detail\":[";
  for (std::size_t i = 0; i < errors_.size(); ++i) {
    const Entry& entry = errors_[i];
    if (i > 0) body += ',';
    body += "{\"type\":";
    json::AppendString(body, entry.type);
    body += ",\"loc\":";
    json::AppendValue(body, json::Value(entry.location), json::FloatStyle::kPython);
    body += ",\"msg\":";
    json::AppendString(body, entry.message);
    body += ",\"input\":";
    json::AppendValue(body, entry.input, json::FloatStyle::kPython);
    if (!entry.context.empty()) {
      body += ",\"ctx\":";
      json::AppendValue(body, json::Value(entry.context), json::FloatStyle::kPython);
    }
    body += '}';
  }
  body += "]}";
  return JsonResponse(422, std::move(body));
}

}  // namespace cq::api
