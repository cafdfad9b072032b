#include "api/authenticated.h"

#include <utility>

#include "api/authentication_refusal.h"

namespace cq::api {
namespace {

auth::Patience PatienceFor(const http::Request& request) {
  return request.was_postponed ? auth::Patience::kHasWaited : auth::Patience::kMayWait;
}

http::Response Answer(const auth::Authentication& authentication, const http::Request& request,
                      const AuthenticatedHandler& handler) {
  if (!authentication) return RefusalResponse(authentication.error(), request);
  http::Response response = handler(request, *authentication);
  response.user = authentication->username;
  return response;
}

}  // namespace

http::Handler WithSession(auth::Authenticator& authenticator, auth::AccountPresence presence,
                          AuthenticatedHandler handler) {
  return [&authenticator, presence, handler = std::move(handler)](const http::Request& request) {
    return Answer(authenticator.AuthenticateSession(request.Header("Authorization"), presence,
                                                    PatienceFor(request)),
                  request, handler);
  };
}

http::Handler WithApiKey(auth::Authenticator& authenticator, AuthenticatedHandler handler) {
  return [&authenticator, handler = std::move(handler)](const http::Request& request) {
    const auth::Authentication authentication =
        authenticator.AuthenticateApiKey(request.Header("Authorization"), PatienceFor(request));
    http::Response response = Answer(authentication, request, handler);
    // As in the reference, a refused request is no use of the key.
    if (authentication && response.status < 400) authenticator.NoteUse(*authentication);
    return response;
  };
}

}  // namespace cq::api
