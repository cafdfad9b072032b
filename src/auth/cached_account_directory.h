// The account directory over the user repository.
#pragma once

#include <cstddef>

#include "auth/account_directory.h"
#include "auth/generation_cache.h"
#include "core/change_signal.h"

namespace cq::auth {

inline constexpr std::size_t kCachedAccounts = 4'096;

class CachedAccountDirectory final : public AccountDirectory {
 public:
  // Both must outlive the directory.
  CachedAccountDirectory(UserRepository& users, ChangeSignal& changes,
                         std::size_t capacity = kCachedAccounts)
      : users_(users), cache_(changes, capacity) {}

  std::optional<User> Find(std::string_view username) override;
  std::optional<std::optional<User>> TryFind(std::string_view username) override;

 private:
  UserRepository& users_;
  GenerationCache<User> cache_;
};

}  // namespace cq::auth
