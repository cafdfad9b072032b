// JSON of the login route.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "http/request.h"
#include "http/response.h"

namespace cq::api {

struct LoginBody {
  std::string username;
  std::string password;
};

// Or the answer that refuses the body.
tl::expected<LoginBody, http::Response> ReadLoginBody(const http::Request& request);

std::string WriteLoginAnswer(std::string_view token, std::string_view username);

}  // namespace cq::api
