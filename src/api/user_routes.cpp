#include "api/user_routes.h"

#include <utility>
#include <vector>

#include "api/authenticated.h"
#include "api/authentication_refusal.h"
#include "api/error_response.h"
#include "api/user_json.h"

namespace cq::api {
namespace {

using auth::AccountPresence;
using auth::Principal;
using http::Method;
using http::Request;

http::Response UserAnswer(const std::optional<auth::User>& user) {
  if (!user) return DetailResponse(404, "User not found");
  return JsonResponse(200, WriteUser(*user));
}

}  // namespace

void UserRoutes::Mount(http::Router& router) {
  router.AddWithInline(
      Method::kGet, "/api/v1/users/me", [this](const Request& request) { return TryMe(request); },
      WithSession(authenticator_, AccountPresence::kAny,
                  [this](const Request&, const Principal& principal) { return Me(principal); }));
  router.Add(Method::kPost, "/api/v1/users/me/api-keys",
             WithSession(authenticator_, AccountPresence::kRequired,
                         [this](const Request& request, const Principal& principal) {
                           return CreateApiKey(request, principal);
                         }));
  router.Add(Method::kGet, "/api/v1/users/me/api-keys",
             WithSession(authenticator_, AccountPresence::kRequired,
                         [this](const Request&, const Principal& principal) {
                           return ListApiKeys(principal);
                         }));
  router.Add(Method::kPost, "/api/v1/users/me/api-keys/{key_id}/revoke",
             WithSession(authenticator_, AccountPresence::kRequired,
                         [this](const Request& request, const Principal& principal) {
                           return RevokeApiKey(request, principal);
                         }));
}

std::optional<http::Response> UserRoutes::TryMe(const Request& request) {
  std::optional<auth::Authentication> principal =
      authenticator_.TryAuthenticateSession(request.Header("Authorization"), AccountPresence::kAny);
  if (!principal) return std::nullopt;
  if (!*principal) return RefusalResponse(principal->error(), request);
  std::optional<auth::User> user = std::move((*principal)->account);
  if (!user) {
    std::optional<std::optional<auth::User>> found = accounts_.TryFind((*principal)->username);
    if (!found) return std::nullopt;
    user = *std::move(found);
  }
  http::Response response = UserAnswer(user);
  response.user = std::move((*principal)->username);
  return response;
}

http::Response UserRoutes::Me(const Principal& principal) {
  return UserAnswer(principal.account ? principal.account : accounts_.Find(principal.username));
}

http::Response UserRoutes::CreateApiKey(const Request& request, const Principal& principal) {
  tl::expected<auth::ApiKeyRequest, http::Response> body = ReadApiKeyRequest(request);
  if (!body) return body.error();
  const Result<auth::CreatedApiKey> created =
      api_keys_.Create(principal.username, *std::move(body));
  if (!created) return ErrorResponse(created.error());
  return JsonResponse(201, WriteCreatedApiKey(*created));
}

http::Response UserRoutes::ListApiKeys(const Principal& principal) {
  const Result<std::vector<auth::ApiKeyView>> views = api_keys_.List(principal.username);
  if (!views) return ErrorResponse(views.error());
  return JsonResponse(200, WriteApiKeyList(*views));
}

http::Response UserRoutes::RevokeApiKey(const Request& request, const Principal& principal) {
  const Result<void> revoked = api_keys_.Revoke(principal.username, request.parameters.at(0));
  if (!revoked) return ErrorResponse(revoked.error());
  return JsonResponse(200, WriteMessage("API key revoked."));
}

}  // namespace cq::api
