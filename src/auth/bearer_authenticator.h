// Reads "Authorization: Bearer <credential>": session tokens and API keys.
#pragma once

#include "auth/account_directory.h"
#include "auth/api_key_service.h"
#include "auth/authenticator.h"
#include "auth/session_tokens.h"
#include "core/clock.h"

namespace cq::auth {

// Everything it is given must outlive it.
class BearerAuthenticator final : public Authenticator {
 public:
  BearerAuthenticator(const SessionTokens& sessions, AccountDirectory& accounts,
                      ApiKeyService& api_keys, const Clock& clock)
      : sessions_(sessions), accounts_(accounts), api_keys_(api_keys), clock_(clock) {}

  Result<Principal> AuthenticateSession(std::optional<std::string_view> authorization,
                                        AccountPresence presence) override;
  std::optional<Result<Principal>> TryAuthenticateSession(
      std::optional<std::string_view> authorization, AccountPresence presence) override;
  Result<Principal> AuthenticateApiKey(std::optional<std::string_view> authorization) override;
  void NoteUse(const Principal& principal) override;

 private:
  Result<Principal> VerifySession(std::optional<std::string_view> authorization) const;

  const SessionTokens& sessions_;
  AccountDirectory& accounts_;
  ApiKeyService& api_keys_;
  const Clock& clock_;
};

}  // namespace cq::auth
