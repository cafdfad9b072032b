// Accounts and their store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cq::auth {

struct User {
  std::int64_t id = 0;
  std::string username;
  std::string password_hash;  // bcrypt, "$2b$12$..."
  std::string created_at;     // whatever text the row holds
};

// Thread-safe. Throws storage failures (std::exception).
class UserRepository {
 public:
  virtual ~UserRepository() = default;
  virtual std::optional<User> FindByName(std::string_view username) = 0;
  // False when the name is taken.
  virtual bool Create(std::string_view username, std::string_view password_hash,
                      std::string_view created_at) = 0;
  // False when there is no such user.
  virtual bool SetPasswordHash(std::string_view username, std::string_view password_hash) = 0;
  // Removes the user with its API keys; its units and reviews stay. False when there is none.
  virtual bool Remove(std::string_view username) = 0;
  virtual std::vector<User> List() = 0;  // by name
};

}  // namespace cq::auth
