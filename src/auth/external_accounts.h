// Finds, creates and renames the local users that stand for an identity provider's accounts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "auth/external_account.h"
#include "auth/generation_cache.h"
#include "auth/token_verifier.h"
#include "core/change_signal.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"

namespace cq::auth {

inline constexpr std::size_t kCachedExternalAccounts = 4'096;

// What the service works with; all of it must outlive the service.
struct ExternalAccountDependencies {
  ExternalAccountRepository& accounts;
  ChangeSignal& changes;
  RandomSource& random;
  const Clock& clock;
};

// Thread-safe. Throws storage failures.
class ExternalAccounts {
 public:
  explicit ExternalAccounts(const ExternalAccountDependencies& dependencies,
                            std::size_t capacity = kCachedExternalAccounts)
      : accounts_(dependencies.accounts),
        random_(dependencies.random),
        clock_(dependencies.clock),
        cache_(dependencies.changes, capacity) {}

  // The identity's user: created on first sight, renamed when the identity's name has changed.
  // kForbidden, with a message for the person and their operator, when the name cannot be one or
  // belongs to another account; no account is ever taken over by name.
  Result<User> Resolve(const ExternalIdentity& identity);

  // nullopt when the database has to be asked. Never blocks.
  std::optional<Result<User>> TryResolve(const ExternalIdentity& identity);

 private:
  using Resolution = tl::expected<User, ResolveFailure>;

  ExternalAccountRepository& accounts_;
  RandomSource& random_;
  const Clock& clock_;
  GenerationCache<Resolution> cache_;
};

}  // namespace cq::auth
