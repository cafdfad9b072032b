#include "auth/user_service.h"

#include <unictype.h>
#include <unistr.h>

#include <cstdint>

#include "core/text.h"
#include "core/time_text.h"

namespace cq::auth {
namespace {

// `utf8` is valid.
bool HasControlCharacter(std::string_view utf8) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(utf8.data());
  std::size_t left = utf8.size();
  while (left > 0) {
    ucs4_t code_point = 0;
    const auto length = static_cast<std::size_t>(u8_mbtouc(&code_point, at, left));
    if (uc_is_general_category_withtable(code_point, UC_CATEGORY_MASK_Cc)) return true;
    at += length;
    left -= length;
  }
  return false;
}

tl::unexpected<Error> NoSuchUser(std::string_view username) {
  return Fail(ErrorCode::kNotFound, "there is no user '" + std::string(username) + "'");
}

}  // namespace

Result<void> UserService::Add(std::string_view username, std::string_view password) {
  if (Result<void> name_check = CheckUsername(username); !name_check) return name_check;
  if (Result<void> password_check = CheckPassword(password); !password_check) {
    return password_check;
  }
  if (!users_.Create(username, hasher_.Hash(password), FormatOffsetTime(clock_.Now()))) {
    return Fail(ErrorCode::kConflict, "user '" + std::string(username) + "' exists already");
  }
  return {};
}

Result<void> UserService::SetPassword(std::string_view username, std::string_view password) {
  if (Result<void> password_check = CheckPassword(password); !password_check) {
    return password_check;
  }
  if (!users_.SetPasswordHash(username, hasher_.Hash(password))) return NoSuchUser(username);
  return {};
}

std::vector<User> UserService::List() { return users_.List(); }

Result<void> UserService::Remove(std::string_view username) {
  if (!users_.Remove(username)) return NoSuchUser(username);
  return {};
}

Result<void> CheckUsername(std::string_view username) {
  if (username.empty()) return Fail(ErrorCode::kInvalidInput, "a user name must not be empty");
  if (!IsValidUtf8(username)) {
    return Fail(ErrorCode::kInvalidInput, "a user name must be valid UTF-8");
  }
  if (CodePointCount(username) > kUsernameMaxLength) {
    return Fail(ErrorCode::kInvalidInput, "a user name takes at most 256 characters");
  }
  if (HasControlCharacter(username)) {
    return Fail(ErrorCode::kInvalidInput, "a user name must not contain control characters");
  }
  return {};
}

Result<void> CheckPassword(std::string_view password) {
  if (password.empty()) return Fail(ErrorCode::kInvalidInput, "a password must not be empty");
  if (!IsValidUtf8(password)) {
    return Fail(ErrorCode::kInvalidInput, "a password must be valid UTF-8");
  }
  if (!crypto::IsHashablePassword(password)) {
    return Fail(ErrorCode::kInvalidInput, "a password takes at most 72 bytes and no NUL");
  }
  return {};
}

}  // namespace cq::auth
