// Turns an Authorization header into a Principal: a session token, an API key or an access token of
// the identity provider.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "auth/principal.h"
#include "auth/token_verifier.h"
#include "core/error.h"

namespace cq::auth {

// What a session route asks of the account behind a valid session.
enum class AccountPresence {
  kRequired,  // an unknown account is kUnauthenticated
  kAny,       // the route deals with it (GET /users/me answers 404)
};

// What the WWW-Authenticate header of a 401 says (RFC 6750 section 3).
enum class Challenge {
  kNone,          // no identity provider is configured: no such header
  kMissingToken,  // no credential was sent
  kInvalidToken,
};

struct AuthenticationRefusal {
  Error error;  // kUnauthenticated with the route kind's own text, kForbidden or kUnavailable
  Challenge challenge = Challenge::kNone;
  std::string_view reason;             // static text, for logs; empty for local credentials
  std::chrono::seconds retry_after{};  // with kUnavailable
  std::optional<KeysPending> pending;  // set: no refusal yet; ask again when it has resumed
};

using Authentication = tl::expected<Principal, AuthenticationRefusal>;

// Thread-safe. `authorization` is the header's value or nullopt.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  virtual Authentication AuthenticateSession(std::optional<std::string_view> authorization,
                                             AccountPresence presence, Patience patience) = 0;
  // Never blocks: nullopt when the database or a signature has to be looked at.
  virtual std::optional<Authentication> TryAuthenticateSession(
      std::optional<std::string_view> authorization, AccountPresence presence) = 0;

  virtual Authentication AuthenticateApiKey(std::optional<std::string_view> authorization,
                                            Patience patience) = 0;

  // The request of `principal` succeeded: its API key, if any, counts as used now. Written behind
  // the request.
  virtual void NoteUse(const Principal& principal) = 0;
};

}  // namespace cq::auth
