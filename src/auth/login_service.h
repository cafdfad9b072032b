// Exchanges a name and a password for a session token.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "auth/account_directory.h"
#include "auth/hashing_pool.h"
#include "auth/login_throttle.h"
#include "auth/session_tokens.h"
#include "core/clock.h"
#include "core/error.h"
#include "tl/expected.hpp"

namespace cq::auth {

struct LoginAttempt {
  std::string_view username;
  std::string password;  // wiped by the service
  std::string_view client_address;
};

struct LoginRefusal {
  Error error;  // kUnauthenticated, kTooManyRequests or kUnavailable
  std::optional<std::chrono::seconds> retry_after;
};

using LoginOutcome = tl::expected<std::string, LoginRefusal>;  // the session token

// What the service works with; all of it must outlive the service.
struct LoginDependencies {
  AccountDirectory& accounts;
  const SessionTokens& sessions;
  LoginThrottle& throttle;
  HashingPool& hashing;
  const Clock& clock;
};

// Thread-safe. Blocks while the password is checked; throws storage failures.
class LoginService {
 public:
  explicit LoginService(const LoginDependencies& dependencies)
      : accounts_(dependencies.accounts),
        sessions_(dependencies.sessions),
        throttle_(dependencies.throttle),
        hashing_(dependencies.hashing),
        clock_(dependencies.clock) {}

  [[nodiscard]] LoginOutcome Login(LoginAttempt attempt);

 private:
  std::optional<LoginRefusal> ThrottleRefusal(const LoginAttempt& attempt) const;
  LoginOutcome Decide(const LoginAttempt& attempt);
  LoginOutcome CheckPassword(const LoginAttempt& attempt);

  AccountDirectory& accounts_;
  const SessionTokens& sessions_;
  LoginThrottle& throttle_;
  HashingPool& hashing_;
  const Clock& clock_;
};

}  // namespace cq::auth
