#include "app/services.h"

#include <chrono>
#include <optional>
#include <utility>

namespace cq::app {
namespace {

auth::LoginThrottleLimits ThrottleLimits(const config::Settings& settings) {
  const auto window = std::chrono::ceil<std::chrono::seconds>(settings.login_window);
  return {.per_user = {.failures = settings.login_attempts_per_user, .window = window},
          .per_address = {.failures = settings.login_attempts_per_client, .window = window}};
}

std::optional<auth::ExternalTokens> External(auth::TokenVerifier* tokens,
                                             auth::ExternalAccounts& accounts) {
  if (tokens == nullptr) return std::nullopt;
  return auth::ExternalTokens{*tokens, accounts};
}

}  // namespace

Services::Services(const config::Settings& settings, storage::Database& database,
                   const Clock& clock, RandomSource& random, auth::TokenVerifier* tokens,
                   ServiceEvents events)
    : accounts(database.users(), database.changes()),
      sessions(settings.jwt_secret),
      login_throttle(ThrottleLimits(settings), random),
      hashing(
          {.threads = settings.login_concurrency, .waiting_limit = settings.login_queue_length}),
      logins({accounts, sessions, login_throttle, hashing, clock}),
      last_used(database.api_keys(), std::move(events.last_used_failed)),
      api_keys({database.api_keys(), accounts, database.changes(), last_used, random, clock},
               settings.api_key_pepper),
      external_accounts({.accounts = database.external_accounts(),
                         .changes = database.changes(),
                         .random = random,
                         .clock = clock}),
      authenticator(sessions, accounts, api_keys, clock, External(tokens, external_accounts)),
      catalog(database.knowledge(), database.changes(), settings.unit_cache_bytes,
              std::move(events.unit_unreadable)),
      knowledge(knowledge::MakeKnowledgeService(database.knowledge(), catalog, clock, random)),
      reviews(review::MakeReviewService(database.reviews(), database.knowledge(), catalog, clock)) {
}

}  // namespace cq::app
