#include "jose/strict_json.h"

#include <algorithm>
#include <utility>

#include "json/parse.h"

namespace cq::jose {
namespace {

bool IsUnambiguous(const json::Value& value) {
  if (const json::Object* object = value.AsObject()) {
    return !json::HasRepeatedName(*object) &&
           std::all_of(object->begin(), object->end(),
                       [](const json::Member& member) { return IsUnambiguous(member.second); });
  }
  if (const json::Array* array = value.AsArray()) {
    return std::all_of(array->begin(), array->end(), IsUnambiguous);
  }
  return true;
}

}  // namespace

std::optional<json::Value> ParseStrictObject(std::string_view text) {
  auto value = json::Parse(text, json::kMaxDepth, json::RepeatedNames::kKeep);
  if (!value || value->AsObject() == nullptr || !IsUnambiguous(*value)) return std::nullopt;
  return *std::move(value);
}

}  // namespace cq::jose
