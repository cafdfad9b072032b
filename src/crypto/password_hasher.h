// bcrypt password hashes, interchangeable with those of Python's bcrypt.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/random.h"

namespace cq::crypto {

inline constexpr std::size_t kPasswordMaxBytes = 72;  // bcrypt reads no further
inline constexpr int kDefaultBcryptCost = 12;

// bcrypt would cut off what is past 72 bytes or a NUL, so such passwords are never hashed.
bool IsHashablePassword(std::string_view password);

// Thread-safe; takes a fraction of a second of CPU time. Verify accepts "$2a$", "$2b$" and "$2y$"
// rows; a password that is not hashable or a row that is no bcrypt hash does not match.
bool VerifyPassword(std::string_view password, const std::string& hash);

// Thread-safe. `random` must outlive the hasher.
class PasswordHasher {
 public:
  explicit PasswordHasher(RandomSource& random, int cost = kDefaultBcryptCost)
      : random_(random), cost_(cost) {}

  // "$2b$..." Throws std::invalid_argument unless the password is hashable, std::runtime_error when
  // the library fails.
  std::string Hash(std::string_view password) const;

 private:
  RandomSource& random_;
  int cost_;
};

// What a row holds whose user has no password: no password matches it, and checking one takes as
// long as for others. Readable by every bcrypt library. Cheap.
std::string UnmatchableHash(RandomSource& random, int cost = kDefaultBcryptCost);

}  // namespace cq::crypto
