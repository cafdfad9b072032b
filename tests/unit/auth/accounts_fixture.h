// The whole of src/auth over in-memory stores, with the user "demo" (password "demo123").
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "auth/api_key_service.h"
#include "auth/bearer_authenticator.h"
#include "auth/cached_account_directory.h"
#include "auth/login_service.h"
#include "crypto/password_hasher.h"
#include "crypto/random_bytes.h"
#include "unit/auth/fakes.h"

namespace cq::auth {

struct AccountsFixture {
  AccountsFixture() {
    users.Create("demo", crypto::PasswordHasher(random, 4).Hash("demo123"), "2026-11-23 20:34:31");
  }

  std::string SessionOf(std::string_view username) const {
    return "Bearer " + sessions.Create(username, clock.Now());
  }

  crypto::RandomBytes random;
  FakeClock clock;
  FakeChangeSignal changes;
  FakeUserRepository users{changes};
  FakeApiKeyRepository keys{changes};
  CachedAccountDirectory accounts{users, changes};
  SessionTokens sessions{"secret"};
  LastUsedRecorder last_used{keys, nullptr, {.interval = std::chrono::hours(1)}};
  ApiKeyService api_keys{{.api_keys = keys,
                          .accounts = accounts,
                          .changes = changes,
                          .last_used = last_used,
                          .random = random,
                          .clock = clock},
                         "pepper"};
  BearerAuthenticator authenticator{sessions, accounts, api_keys, clock};
  LoginThrottle throttle{{.per_user = {.failures = 3}, .per_address = {.failures = 5}}, random};
  HashingPool hashing{{.threads = 1, .waiting_limit = 0}};
  LoginService logins{{.accounts = accounts,
                       .sessions = sessions,
                       .throttle = throttle,
                       .hashing = hashing,
                       .clock = clock}};
};

}  // namespace cq::auth
