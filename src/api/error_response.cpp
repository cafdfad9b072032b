#include "api/error_response.h"

#include <utility>

#include "json/write.h"

namespace cq::api {

int HttpStatus(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return 422;
    case ErrorCode::kUnauthenticated:
      return 401;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kTooManyRequests:
      return 429;
    case ErrorCode::kUnavailable:
      return 503;
  }
  return 500;
}

http::Response JsonResponse(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response DetailResponse(int status, std::string_view detail) {
  std::string body = "{\"detail\":";
  json::AppendString(body, detail);
  body += '}';
  return JsonResponse(status, std::move(body));
}

http::Response ErrorResponse(const Error& error) {
  return DetailResponse(HttpStatus(error.code), error.message);
}

}  // namespace cq::api
