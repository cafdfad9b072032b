// Texts of unknown origin, made safe to show.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"

namespace cq::oidc {

// Valid UTF-8 as it is, every control character (C0, DEL, C1) escaped.
std::string WithoutControls(std::string_view utf8);

// The same as a JSON string, in quotes.
std::string Quoted(std::string_view utf8);

// As JSON; "absent" for nullptr.
std::string Shown(const json::Value* value);

}  // namespace cq::oidc
