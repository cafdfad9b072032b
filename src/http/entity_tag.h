// Entity tags and the condition that goes with them (RFC 9110 8.8.3, 13.1.2).
#pragma once

#include <string_view>

namespace cq::http {

// Whether an If-None-Match value names `entity_tag` (a strong one, with its quotes) or "*".
bool NamesEntityTag(std::string_view if_none_match, std::string_view entity_tag);

}  // namespace cq::http
