// Reads "Authorization: Bearer <credential>" and tells the kinds of credentials apart. They never
// cross: API keys begin with "cqa.v1.", a JWT whose header says HS256 is a session token, all else
// is an access token of the identity provider, where there is one.
#pragma once

#include <optional>
#include <string_view>

#include "auth/account_directory.h"
#include "auth/api_key_service.h"
#include "auth/authenticator.h"
#include "auth/external_accounts.h"
#include "auth/session_tokens.h"
#include "auth/token_verifier.h"
#include "core/clock.h"

namespace cq::auth {

// Both must outlive whoever is given them.
struct ExternalTokens {
  TokenVerifier& verifier;
  ExternalAccounts& accounts;
};

// Everything it is given must outlive it.
class BearerAuthenticator final : public Authenticator {
 public:
  // `external` is nullopt when no identity provider is configured.
  BearerAuthenticator(const SessionTokens& sessions, AccountDirectory& accounts,
                      ApiKeyService& api_keys, const Clock& clock,
                      // NOLINTNEXTLINE(modernize-pass-by-value): two references.
                      const std::optional<ExternalTokens>& external = std::nullopt)
      : sessions_(sessions),
        accounts_(accounts),
        api_keys_(api_keys),
        clock_(clock),
        external_(external) {}

  Authentication AuthenticateSession(std::optional<std::string_view> authorization,
                                     AccountPresence presence, Patience patience) override;
  std::optional<Authentication> TryAuthenticateSession(
      std::optional<std::string_view> authorization, AccountPresence presence) override;
  Authentication AuthenticateApiKey(std::optional<std::string_view> authorization,
                                    Patience patience) override;
  void NoteUse(const Principal& principal) override;

 private:
  bool IsExternal(std::string_view credential) const;
  Authentication VerifySession(std::string_view credential) const;
  Authentication VerifyExternal(std::string_view credential, Patience patience,
                                std::string_view refusal_text) const;
  tl::unexpected<AuthenticationRefusal> Refused(std::string_view text, Challenge challenge) const;

  const SessionTokens& sessions_;
  AccountDirectory& accounts_;
  ApiKeyService& api_keys_;
  const Clock& clock_;
  const std::optional<ExternalTokens> external_;
};

}  // namespace cq::auth
