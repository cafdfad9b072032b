// Users by name from a bounded cache that notices every change of the database.
#pragma once

#include <optional>
#include <string_view>

#include "auth/user.h"

namespace cq::auth {

// Thread-safe.
class AccountDirectory {
 public:
  virtual ~AccountDirectory() = default;
  virtual std::optional<User> Find(std::string_view username) = 0;
  // Outer nullopt: not known without asking the database. Never blocks.
  virtual std::optional<std::optional<User>> TryFind(std::string_view username) = 0;
};

}  // namespace cq::auth
