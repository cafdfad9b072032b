#include "auth/bearer_authenticator.h"

#include <utility>

namespace cq::auth {
namespace {

// Everything behind the scheme and one space is the credential as it is.
std::optional<std::string_view> BearerCredential(std::optional<std::string_view> authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!authorization || !authorization->starts_with(kScheme)) return std::nullopt;
  return authorization->substr(kScheme.size());
}

tl::unexpected<Error> InvalidSession() {
  return Fail(ErrorCode::kUnauthenticated, "Invalid or expired token");
}

}  // namespace

Result<Principal> BearerAuthenticator::AuthenticateSession(
    std::optional<std::string_view> authorization, AccountPresence presence) {
  Result<Principal> principal = VerifySession(authorization);
  if (!principal || presence == AccountPresence::kAny) return principal;
  if (!accounts_.Find(principal->username)) return InvalidSession();
  return principal;
}

std::optional<Result<Principal>> BearerAuthenticator::TryAuthenticateSession(
    std::optional<std::string_view> authorization, AccountPresence presence) {
  Result<Principal> principal = VerifySession(authorization);
  if (!principal || presence == AccountPresence::kAny) return principal;
  const std::optional<std::optional<User>> account = accounts_.TryFind(principal->username);
  if (!account) return std::nullopt;
  if (!*account) return Result<Principal>(InvalidSession());
  return principal;
}

Result<Principal> BearerAuthenticator::AuthenticateApiKey(
    std::optional<std::string_view> authorization) {
  const std::optional<std::string_view> credential = BearerCredential(authorization);
  if (!credential) return Fail(ErrorCode::kUnauthenticated, "Invalid API key");
  return api_keys_.Authenticate(*credential);
}

void BearerAuthenticator::NoteUse(const Principal& principal) {
  if (!principal.api_key_id.empty()) api_keys_.NoteUse(principal.api_key_id);
}

Result<Principal> BearerAuthenticator::VerifySession(
    std::optional<std::string_view> authorization) const {
  const std::optional<std::string_view> credential = BearerCredential(authorization);
  if (!credential) {
    return Fail(ErrorCode::kUnauthenticated, "Missing or invalid authorization header");
  }
  std::optional<std::string> username = sessions_.Verify(*credential, clock_.Now());
  if (!username) return InvalidSession();
  return Principal{.username = *std::move(username), .api_key_id = {}};
}

}  // namespace cq::auth
