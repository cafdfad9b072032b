// The application's services, wired over one database.
#pragma once

#include <memory>

#include "auth/api_key_service.h"
#include "auth/bearer_authenticator.h"
#include "auth/cached_account_directory.h"
#include "auth/external_accounts.h"
#include "auth/hashing_pool.h"
#include "auth/last_used_recorder.h"
#include "auth/login_service.h"
#include "auth/login_throttle.h"
#include "auth/session_tokens.h"
#include "config/settings.h"
#include "core/clock.h"
#include "core/random.h"
#include "knowledge/knowledge_catalog.h"
#include "knowledge/knowledge_service.h"
#include "review/review_service.h"
#include "storage/database.h"

namespace cq::app {

// What the services tell whoever watches them. Thread-safe functions.
struct ServiceEvents {
  auth::LastUsedRecorder::FailureCallback last_used_failed;
  knowledge::UnreadableObserver unit_unreadable;
};

// The members in the order in which they need each other. All arguments must outlive it; `tokens`
// is nullptr when no identity provider is configured.
class Services {
 public:
  Services(const config::Settings& settings, storage::Database& database, const Clock& clock,
           RandomSource& random, auth::TokenVerifier* tokens, ServiceEvents events);

  auth::CachedAccountDirectory accounts;
  auth::SessionTokens sessions;
  auth::LoginThrottle login_throttle;
  auth::HashingPool hashing;
  auth::LoginService logins;
  auth::LastUsedRecorder last_used;
  auth::ApiKeyService api_keys;
  auth::ExternalAccounts external_accounts;
  auth::BearerAuthenticator authenticator;
  knowledge::KnowledgeCatalog catalog;
  std::unique_ptr<knowledge::KnowledgeService> knowledge;
  std::unique_ptr<review::ReviewService> reviews;
};

}  // namespace cq::app
