// The current user and its API keys, under /api/v1/users/me.
#pragma once

#include <optional>

#include "auth/account_directory.h"
#include "auth/api_key_service.h"
#include "auth/authenticator.h"
#include "http/router.h"

namespace cq::api {

// Thread-safe. Must outlive the router it is mounted on.
class UserRoutes {
 public:
  // All must outlive the routes.
  UserRoutes(auth::Authenticator& authenticator, auth::AccountDirectory& accounts,
             auth::ApiKeyService& api_keys)
      : authenticator_(authenticator), accounts_(accounts), api_keys_(api_keys) {}

  void Mount(http::Router& router);

 private:
  std::optional<http::Response> TryMe(const http::Request& request);
  http::Response Me(const auth::Principal& principal);
  http::Response CreateApiKey(const http::Request& request, const auth::Principal& principal);
  http::Response ListApiKeys(const auth::Principal& principal);
  http::Response RevokeApiKey(const http::Request& request, const auth::Principal& principal);

  auth::Authenticator& authenticator_;
  auth::AccountDirectory& accounts_;
  auth::ApiKeyService& api_keys_;
};

}  // namespace cq::api
