// Answers for what went wrong: {"detail": "..."} with the status of the error.
#pragma once

#include <string>
#include <string_view>

#include "core/error.h"
#include "http/response.h"

namespace cq::api {

int HttpStatus(ErrorCode code);

http::Response JsonResponse(int status, std::string body);
http::Response DetailResponse(int status, std::string_view detail);
http::Response ErrorResponse(const Error& error);

}  // namespace cq::api
