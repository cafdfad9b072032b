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

// "$2b$12$" and a new salt.
std::string RandomSetting(RandomSource& random, int cost) {
  std::array<std::byte, kSaltBytes> salt{};
  random.Fill(salt);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  if (crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost),
                       reinterpret_cast<const char*>(salt.data()), static_cast<int>(salt.size()),
                       setting.data(), static_cast<int>(setting.size())) == nullptr) {
    throw std::runtime_error("bcrypt is not available");
  }
  return setting.data();
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
  std::string hash = Bcrypt(password, RandomSetting(random_, cost_));
  if (hash.size() != kHashLength) throw std::runtime_error("bcrypt failed");
  return hash;
}

std::string UnmatchableHash(RandomSource& random, int cost) {
  constexpr std::string_view kAlphabet =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  // The last character of a real hash carries four bits, so its two lowest are always zero.
  constexpr char kNeverLast = kAlphabet[1];
  std::string hash = RandomSetting(random, cost);
  std::array<std::byte, kHashLength> digest{};
  random.Fill(digest);
  for (std::size_t i = hash.size(); i + 1 < kHashLength; ++i) {
    hash += kAlphabet[std::to_integer<std::size_t>(digest.at(i)) % kAlphabet.size()];
  }
  return hash + kNeverLast;
}

}  // namespace cq::crypto
