#include "auth/cached_account_directory.h"

namespace cq::auth {

std::optional<User> CachedAccountDirectory::Find(std::string_view username) {
  return cache_.GetOrLoad(username,
                          [this](std::string_view name) { return users_.FindByName(name); });
}

std::optional<std::optional<User>> CachedAccountDirectory::TryFind(std::string_view username) {
  std::optional<User> known = cache_.TryGet(username);
  if (!known) return std::nullopt;
  return {std::move(known)};
}

}  // namespace cq::auth
