#include "json/value.h"

#include <algorithm>

namespace cq::json {

const Value* Value::Find(std::string_view name) const {
  const Object* object = AsObject();
  if (object == nullptr) return nullptr;
  const auto found = std::find_if(object->begin(), object->end(),
                                  [name](const Member& member) { return member.first == name; });
  return found == object->end() ? nullptr : &found->second;
}

}  // namespace cq::json
