// The commands `user add`, `set-password`, `list` and `remove`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "auth/user.h"
#include "core/clock.h"
#include "core/error.h"
#include "crypto/password_hasher.h"

namespace cq::auth {

inline constexpr std::size_t kUsernameMaxLength = 256;  // code points; a unit's created_by holds it

// Thread-safe. Throws storage failures.
class UserService {
 public:
  // All must outlive the service.
  UserService(UserRepository& users, const crypto::PasswordHasher& hasher, const Clock& clock)
      : users_(users), hasher_(hasher), clock_(clock) {}

  // kInvalidInput for a name or password that cannot be, kConflict when the name is taken.
  Result<void> Add(std::string_view username, std::string_view password);
  // kInvalidInput, kNotFound.
  Result<void> SetPassword(std::string_view username, std::string_view password);
  // By name.
  std::vector<User> List();
  // kNotFound.
  Result<void> Remove(std::string_view username);

 private:
  UserRepository& users_;
  const crypto::PasswordHasher& hasher_;
  const Clock& clock_;
};

// kInvalidInput unless non-empty valid UTF-8 of at most 256 code points, none a control character.
Result<void> CheckUsername(std::string_view username);

// kInvalidInput unless 1 to 72 bytes of valid UTF-8 without a NUL.
Result<void> CheckPassword(std::string_view password);

}  // namespace cq::auth
