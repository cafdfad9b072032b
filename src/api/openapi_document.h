// openapi.json, built into the binary.
#pragma once

#include <string_view>

namespace cq::api {

extern const std::string_view kOpenapiDocument;

}  // namespace cq::api
