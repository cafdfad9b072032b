// Handlers that check the credential before anything else of the request is looked at.
#pragma once

#include <functional>

#include "auth/authenticator.h"
#include "auth/principal.h"
#include "http/router.h"

namespace cq::api {

using AuthenticatedHandler =
    std::function<http::Response(const http::Request&, const auth::Principal&)>;

// The answer's `user` is the principal's name. While the authenticator waits for keys, the request
// is postponed. `authenticator` must outlive the handler.
http::Handler WithSession(auth::Authenticator& authenticator, auth::AccountPresence presence,
                          AuthenticatedHandler handler);
http::Handler WithApiKey(auth::Authenticator& authenticator, AuthenticatedHandler handler);

}  // namespace cq::api
