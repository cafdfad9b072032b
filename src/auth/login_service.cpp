#include "auth/login_service.h"

#include <utility>

#include "crypto/constant_time.h"
#include "crypto/password_hasher.h"

namespace cq::auth {
namespace {

// Checked for unknown users, so that they take as long as known ones. No password is known for it,
// and a match would not count.
constexpr const char* kDecoyHash = "$2b$12$Kq0Xo4mYw9c1vT7bLhR2eOqJ5uZsN8dG3fA6iP1xWkE0yVtCmQrSa";
constexpr std::chrono::seconds kRetryWhenBusy{1};

LoginRefusal InvalidCredentials() {
  return {.error = {ErrorCode::kUnauthenticated, "Invalid username or password"},
          .retry_after = std::nullopt};
}

LoginRefusal TooBusy() {
  return {.error = {ErrorCode::kUnavailable, "Too many logins in progress"},
          .retry_after = kRetryWhenBusy};
}

}  // namespace

LoginOutcome LoginService::Login(LoginAttempt attempt) {
  LoginOutcome outcome = Decide(attempt);
  crypto::Wipe(attempt.password);
  return outcome;
}

LoginOutcome LoginService::Decide(const LoginAttempt& attempt) {
  if (std::optional<LoginRefusal> refusal = ThrottleRefusal(attempt)) {
    return tl::unexpected(*std::move(refusal));
  }
  // Alike for known and unknown users, and nothing to hash.
  if (!crypto::IsHashablePassword(attempt.password)) {
    return tl::unexpected(InvalidCredentials());
  }
  LoginOutcome outcome = tl::unexpected(TooBusy());
  const bool has_run = hashing_.Run([&] { outcome = CheckPassword(attempt); });
  if (!has_run) return tl::unexpected(TooBusy());
  return outcome;
}

std::optional<LoginRefusal> LoginService::ThrottleRefusal(const LoginAttempt& attempt) const {
  const std::optional<std::chrono::seconds> wait =
      throttle_.WaitAt(attempt.username, attempt.client_address, clock_.Now());
  if (!wait) return std::nullopt;
  return LoginRefusal{.error = {ErrorCode::kTooManyRequests, "Too many failed login attempts"},
                      .retry_after = wait};
}

LoginOutcome LoginService::CheckPassword(const LoginAttempt& attempt) {
  // Again: others may have failed while this attempt waited for its turn.
  if (std::optional<LoginRefusal> refusal = ThrottleRefusal(attempt)) {
    return tl::unexpected(*std::move(refusal));
  }
  const std::optional<User> user = accounts_.Find(attempt.username);
  const bool matches =
      crypto::VerifyPassword(attempt.password, user ? user->password_hash : kDecoyHash);
  if (!user || !matches) {
    throttle_.CountFailure(attempt.username, attempt.client_address, clock_.Now());
    return tl::unexpected(InvalidCredentials());
  }
  return sessions_.Create(attempt.username, clock_.Now());
}

}  // namespace cq::auth
