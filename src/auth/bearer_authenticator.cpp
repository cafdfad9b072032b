#include "auth/bearer_authenticator.h"

#include <string>
#include <utility>
#include <variant>

#include "auth/api_key_token.h"
#include "jose/jwt.h"

namespace cq::auth {
namespace {

constexpr std::string_view kInvalidSession = "Invalid or expired token";
constexpr std::string_view kInvalidApiKey = "Invalid API key";

// Everything behind the scheme and one space is the credential as it is.
std::optional<std::string_view> BearerCredential(std::optional<std::string_view> authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!authorization || !authorization->starts_with(kScheme)) return std::nullopt;
  return authorization->substr(kScheme.size());
}

AuthenticationRefusal RefusalOf(TokenRefusal refusal, std::string_view text) {
  AuthenticationRefusal refused;
  refused.reason = refusal.reason;
  switch (refusal.kind) {
    case TokenRefusal::Kind::kInvalidToken:
      refused.error = {ErrorCode::kUnauthenticated, std::string(text)};
      refused.challenge = Challenge::kInvalidToken;
      break;
    case TokenRefusal::Kind::kUnusableIdentity:
      refused.error = {ErrorCode::kForbidden, std::move(refusal.detail)};
      break;
    case TokenRefusal::Kind::kUnavailable:
      refused.error = {ErrorCode::kUnavailable,
                       "The identity provider's keys are not available; try again later"};
      refused.retry_after = refusal.retry_after;
      break;
  }
  return refused;
}

Authentication PrincipalOf(Result<User> user) {
  if (user) {
    return Principal{.username = user->username, .api_key_id = {}, .account = *std::move(user)};
  }
  AuthenticationRefusal refused;
  refused.error = std::move(user).error();
  refused.reason = "name_taken";
  return tl::unexpected(std::move(refused));
}

}  // namespace

Authentication BearerAuthenticator::AuthenticateSession(
    std::optional<std::string_view> authorization, AccountPresence presence, Patience patience) {
  const auto credential = BearerCredential(authorization);
  if (!credential) {
    return Refused("Missing or invalid authorization header", Challenge::kMissingToken);
  }
  if (IsExternal(*credential)) return VerifyExternal(*credential, patience, kInvalidSession);
  Authentication session = VerifySession(*credential);
  if (!session || presence == AccountPresence::kAny) return session;
  if (!accounts_.Find(session->username)) {
    return Refused(kInvalidSession, Challenge::kInvalidToken);
  }
  return session;
}

std::optional<Authentication> BearerAuthenticator::TryAuthenticateSession(
    std::optional<std::string_view> authorization, AccountPresence presence) {
  const auto credential = BearerCredential(authorization);
  if (!credential) {
    return Refused("Missing or invalid authorization header", Challenge::kMissingToken);
  }
  if (IsExternal(*credential)) {
    const auto identity = external_->verifier.TryVerify(*credential);
    if (!identity) return std::nullopt;
    auto user = external_->accounts.TryResolve(*identity);
    if (!user) return std::nullopt;
    return PrincipalOf(*std::move(user));
  }
  Authentication session = VerifySession(*credential);
  if (!session || presence == AccountPresence::kAny) return session;
  const std::optional<std::optional<User>> account = accounts_.TryFind(session->username);
  if (!account) return std::nullopt;
  if (!*account) return Refused(kInvalidSession, Challenge::kInvalidToken);
  return session;
}

Authentication BearerAuthenticator::AuthenticateApiKey(
    std::optional<std::string_view> authorization, Patience patience) {
  const auto credential = BearerCredential(authorization);
  if (!credential) return Refused(kInvalidApiKey, Challenge::kMissingToken);
  if (IsExternal(*credential)) return VerifyExternal(*credential, patience, kInvalidApiKey);
  Result<Principal> principal = api_keys_.Authenticate(*credential);
  if (!principal) return Refused(principal.error().message, Challenge::kInvalidToken);
  return *std::move(principal);
}

void BearerAuthenticator::NoteUse(const Principal& principal) {
  if (!principal.api_key_id.empty()) api_keys_.NoteUse(principal.api_key_id);
}

bool BearerAuthenticator::IsExternal(std::string_view credential) const {
  if (!external_ || credential.starts_with(kApiKeyTokenStart)) return false;
  return jose::PeekAlgorithm(credential) != "HS256";
}

Authentication BearerAuthenticator::VerifySession(std::string_view credential) const {
  std::optional<std::string> username = sessions_.Verify(credential, clock_.Now());
  if (!username) return Refused(kInvalidSession, Challenge::kInvalidToken);
  return Principal{.username = *std::move(username), .api_key_id = {}};
}

Authentication BearerAuthenticator::VerifyExternal(std::string_view credential, Patience patience,
                                                   std::string_view refusal_text) const {
  Verification verification = external_->verifier.Verify(credential, patience);
  if (auto* refusal = std::get_if<TokenRefusal>(&verification)) {
    return tl::unexpected(RefusalOf(std::move(*refusal), refusal_text));
  }
  if (auto* pending = std::get_if<KeysPending>(&verification)) {
    AuthenticationRefusal postponed;
    postponed.pending = std::move(*pending);
    return tl::unexpected(std::move(postponed));
  }
  return PrincipalOf(external_->accounts.Resolve(std::get<ExternalIdentity>(verification)));
}

tl::unexpected<AuthenticationRefusal> BearerAuthenticator::Refused(std::string_view text,
                                                                   Challenge challenge) const {
  AuthenticationRefusal refused;
  refused.error = {ErrorCode::kUnauthenticated, std::string(text)};
  if (external_) refused.challenge = challenge;
  return tl::unexpected(std::move(refused));
}

}  // namespace cq::auth
