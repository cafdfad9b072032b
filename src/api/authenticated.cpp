#include "api/authenticated.h"

#include <utility>

#include "api/error_response.h"

namespace cq::api {
namespace {

http::Response Answer(const Result<auth::Principal>& principal, const http::Request& request,
                      const AuthenticatedHandler& handler) {
  if (!principal) return ErrorResponse(principal.error());
  http::Response response = handler(request, *principal);
  response.user = principal->username;
  return response;
}

}  // namespace

http::Handler WithSession(auth::Authenticator& authenticator, auth::AccountPresence presence,
                          AuthenticatedHandler handler) {
  return [&authenticator, presence, handler = std::move(handler)](const http::Request& request) {
    return Answer(authenticator.AuthenticateSession(request.Header("Authorization"), presence),
                  request, handler);
  };
}

http::Handler WithApiKey(auth::Authenticator& authenticator, AuthenticatedHandler handler) {
  return [&authenticator, handler = std::move(handler)](const http::Request& request) {
    const Result<auth::Principal> principal =
        authenticator.AuthenticateApiKey(request.Header("Authorization"));
    http::Response response = Answer(principal, request, handler);
    // As in the reference, a refused request is no use of the key.
    if (principal && response.status < 400) authenticator.NoteUse(*principal);
    return response;
  };
}

}  // namespace cq::api
