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

bool HasRepeatedName(const Object& object) {
  // Few names are compared pairwise faster than they are sorted; many must not cost their square.
  constexpr std::size_t kFew = 32;
  if (object.size() <= kFew) {
    for (auto member = object.begin(); member != object.end(); ++member) {
      const bool is_repeated =
          std::any_of(object.begin(), member,
                      [&member](const Member& earlier) { return earlier.first == member->first; });
      if (is_repeated) return true;
    }
    return false;
  }
  std::vector<std::string_view> names;
  names.reserve(object.size());
  for (const Member& member : object) names.emplace_back(member.first);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

}  // namespace cq::json
