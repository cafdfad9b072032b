// Session tokens: JWTs (RFC 7519) signed with HS256, as the reference's PyJWT makes and reads them.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "crypto/hmac_sha256.h"

namespace cq::auth {

inline constexpr std::chrono::hours kSessionLifetime{24};
inline constexpr std::size_t kSessionTokenMaxBytes = 8'192;

// Thread-safe.
class SessionTokens {
 public:
  explicit SessionTokens(std::string_view secret) : hmac_(secret) {}

  std::string Create(std::string_view username, TimePoint now) const;

  // The user name, or nullopt for whatever reason the token is not good at `now`. Beyond PyJWT's
  // checks `sub` and `exp` are required and no critical header (RFC 7515 section 4.1.11) is known.
  std::optional<std::string> Verify(std::string_view token, TimePoint now) const;

 private:
  crypto::HmacSha256 hmac_;
};

}  // namespace cq::auth
