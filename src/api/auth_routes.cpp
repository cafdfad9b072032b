#include "api/auth_routes.h"

#include <utility>

#include "api/auth_json.h"
#include "api/error_response.h"

namespace cq::api {
namespace {

http::Response RefusalResponse(const auth::LoginRefusal& refusal) {
  http::Response response = ErrorResponse(refusal.error);
  if (refusal.retry_after) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after->count()));
  }
  return response;
}

}  // namespace

void AuthRoutes::Mount(http::Router& router) {
  router.Add(http::Method::kPost, "/api/v1/auth/login",
             [this](const http::Request& request) { return Login(request); });
}

http::Response AuthRoutes::Login(const http::Request& request) {
  tl::expected<LoginBody, http::Response> body = ReadLoginBody(request);
  if (!body) return body.error();
  const auth::LoginOutcome outcome = logins_.Login({.username = body->username,
                                                    .password = std::move(body->password),
                                                    .client_address = request.client_address});
  if (!outcome) return RefusalResponse(outcome.error());
  http::Response response = JsonResponse(200, WriteLoginAnswer(*outcome, body->username));
  response.user = body->username;
  return response;
}

}  // namespace cq::api
