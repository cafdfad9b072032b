// HMAC-SHA256 (RFC 2104) under one key, keyed once and reused.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string_view>

#include "crypto/digest.h"

namespace cq::crypto {

// Thread-safe: every call works on a copy of the keyed state. Throws std::runtime_error when the
// library fails.
class HmacSha256 {
 public:
  explicit HmacSha256(std::string_view key);

  Digest Sign(std::string_view data) const;

 private:
  struct FreeContext {
    void operator()(EVP_MAC_CTX* context) const;
  };
  std::unique_ptr<EVP_MAC_CTX, FreeContext> keyed_;
};

}  // namespace cq::crypto
