#include "json/value.h"

#include <algorithm>
#include <cstdint>

namespace cq::json {
namespace {

// Short names of one length are common and differ at their start: that spares most calls of memcmp.
bool IsSameName(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         (left.empty() || (left.front() == right.front() && left == right));
}

std::uint64_t NameBit(std::string_view name) {
  if (name.empty()) return 1;
  const auto sum = name.size() * 11 + static_cast<unsigned char>(name.front()) * 5U +
                   static_cast<unsigned char>(name.back());
  return std::uint64_t{1} << (sum % 64);
}

}  // namespace

const Value* Value::Find(std::string_view name) const {
  const Object* object = AsObject();
  if (object == nullptr) return nullptr;
  const auto found = std::find_if(object->begin(), object->end(), [name](const Member& member) {
    return IsSameName(member.first, name);
  });
  return found == object->end() ? nullptr : &found->second;
}

bool HasRepeatedName(const Object& object) {
  // Few names are compared pairwise faster than they are sorted; many must not cost their square.
  constexpr std::size_t kFew = 32;
  if (object.size() <= kFew) {
    // Only names that share a bit can be equal, and most have one of their own.
    std::uint64_t taken = 0;
    for (auto member = object.begin(); member != object.end(); ++member) {
      const std::string& name = member->first;
      const std::uint64_t bit = NameBit(name);
      const bool is_repeated =
          (taken & bit) != 0 && std::any_of(object.begin(), member, [&name](const Member& earlier) {
            return IsSameName(earlier.first, name);
          });
      if (is_repeated) return true;
      taken |= bit;
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
