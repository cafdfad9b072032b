// Answers to requests whose credential was not accepted.
#pragma once

#include "auth/authenticator.h"
#include "http/request.h"
#include "http/response.h"

namespace cq::api {

// Postponed while keys are awaited; else 401 with a challenge where an identity provider is
// configured (RFC 6750 section 3, RFC 9728 section 5.1), 403, or 503 with Retry-After.
http::Response RefusalResponse(const auth::AuthenticationRefusal& refusal,
                               const http::Request& request);

}  // namespace cq::api
