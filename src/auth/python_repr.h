// A text quoted as Python's repr(str) quotes it; the reference's messages echo values so.
#pragma once

#include <string>
#include <string_view>

namespace cq::auth {

std::string PythonRepr(std::string_view utf8);

}  // namespace cq::auth
