#include "api/authentication_refusal.h"

#include <optional>
#include <string>

#include "api/error_response.h"
#include "api/protected_resource.h"

namespace cq::api {
namespace {

std::string ChallengeText(auth::Challenge challenge, const http::Request& request) {
  std::string text = "Bearer";
  const char* separator = " ";
  if (const std::optional<std::string> origin = RequestOrigin(request)) {
    text += separator;
    text += "resource_metadata=\"" + *origin + std::string(kProtectedResourcePath) + '"';
    separator = ", ";
  }
  if (challenge == auth::Challenge::kInvalidToken) {
    text += separator;
    text += "error=\"invalid_token\"";
  }
  return text;
}

}  // namespace

http::Response RefusalResponse(const auth::AuthenticationRefusal& refusal,
                               const http::Request& request) {
  if (refusal.pending) {
    http::Response postponed;
    postponed.postponed = refusal.pending->wait;
    return postponed;
  }
  http::Response response = ErrorResponse(refusal.error);
  response.refusal = refusal.reason;
  if (refusal.challenge != auth::Challenge::kNone) {
    response.headers.emplace_back("WWW-Authenticate", ChallengeText(refusal.challenge, request));
  }
  if (refusal.error.code == ErrorCode::kUnavailable) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after.count()));
  }
  return response;
}

}  // namespace cq::api
