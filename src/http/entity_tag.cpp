#include "http/entity_tag.h"

#include <cstddef>

#include "http/ascii.h"

namespace cq::http {

bool NamesEntityTag(std::string_view if_none_match, std::string_view entity_tag) {
  std::string_view rest = TrimOptionalSpace(if_none_match);
  if (rest == "*") return true;
  while (!rest.empty()) {
    // The comparison is the weak one, so the mark of weak tags is of no account.
    if (rest.starts_with("W/")) rest.remove_prefix(2);
    if (!rest.starts_with('"')) return false;
    const std::size_t end = rest.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (rest.substr(0, end + 1) == entity_tag) return true;
    rest = TrimOptionalSpace(rest.substr(end + 1));
    if (!rest.starts_with(',')) return false;
    rest = TrimOptionalSpace(rest.substr(1));
  }
  return false;
}

}  // namespace cq::http
