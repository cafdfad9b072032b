// Turns an Authorization header into a Principal. The verifier of external access tokens (OIDC)
// will be a third kind of credential here; nothing else needs to know.
#pragma once

#include <optional>
#include <string_view>

#include "auth/principal.h"
#include "core/error.h"

namespace cq::auth {

// What a session route asks of the account behind a valid session.
enum class AccountPresence {
  kRequired,  // an unknown account is kUnauthenticated
  kAny,       // the route deals with it (GET /users/me answers 404)
};

// Thread-safe. `authorization` is the header's value or nullopt. All refusals are kUnauthenticated
// with the route kind's own text.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  virtual Result<Principal> AuthenticateSession(std::optional<std::string_view> authorization,
                                                AccountPresence presence) = 0;
  // Never blocks: nullopt when the database has to be asked.
  virtual std::optional<Result<Principal>> TryAuthenticateSession(
      std::optional<std::string_view> authorization, AccountPresence presence) = 0;

  virtual Result<Principal> AuthenticateApiKey(std::optional<std::string_view> authorization) = 0;

  // The request of `principal` succeeded: its API key, if any, counts as used now. Written behind
  // the request.
  virtual void NoteUse(const Principal& principal) = 0;
};

}  // namespace cq::auth
