#include "crypto/password_hasher.h"

#include <crypt.h>
#include <openssl/crypto.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "crypto/constant_time.h"

namespace cq::crypto {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashLength = 60;  // "$2b$12$", 22 characters of salt, 31 of hash

struct WipeAndDelete {
  void operator()(crypt_data* data) const {
    OPENSSL_cleanse(data, sizeof(*data));
    delete data;
  }
};

// Empty when crypt_r refuses the setting (it then answers "*0" or "*1").
std::string Bcrypt(std::string_view password, const std::string& setting) {
  // 32 KiB, too much for a small thread's stack.
  const std::unique_ptr<crypt_data, WipeAndDelete> scratch(new crypt_data{});
  std::string phrase(password);
  const char* hash = crypt_r(phrase.c_str(), setting.c_str(), scratch.get());
  Wipe(phrase);
  if (hash == nullptr || hash[0] == '*') return {};
  return hash;
}

bool IsBcryptHash(std::string_view hash) {
  return hash.size() == kHashLength &&
         (hash.starts_with("$2a$") || hash.starts_with("$2b$") || hash.starts_with("$2y$"));
}

}  // namespace

bool IsHashablePassword(std::string_view password) {
  return password.size() <= kPasswordMaxBytes && password.find('\0') == std::string_view::npos;
}

bool VerifyPassword(std::string_view password, const std::string& hash) {
  if (!IsHashablePassword(password) || !IsBcryptHash(hash)) return false;
  const std::string computed = Bcrypt(password, hash);
  return !computed.empty() && ConstantTimeEqual(computed, hash);
}

std::string PasswordHasher::Hash(std::string_view password) const {
  if (!IsHashablePassword(password)) {
    throw std::invalid_argument("a password takes at most 72 bytes and no NUL");
  }
  std::array<std::byte, kSaltBytes> salt{};
  random_.Fill(salt);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  if (crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost_),
                       reinterpret_cast<const char*>(salt.data()), static_cast<int>(salt.size()),
                       setting.data(), static_cast<int>(setting.size())) == nullptr) {
    throw std::runtime_error("bcrypt is not available");
  }
  std::string hash = Bcrypt(password, setting.data());
  if (hash.size() != kHashLength) throw std::runtime_error("bcrypt failed");
  return hash;
}

}  // namespace cq::crypto
