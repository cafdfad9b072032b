// Owners of OpenSSL objects, and the digests that signatures use.
#pragma once

#include <openssl/types.h>

#include <memory>

#include "jose/algorithm.h"

namespace cq::jose {

struct FreeKeyContext {
  void operator()(EVP_PKEY_CTX* context) const;
};
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeKeyContext>;

struct FreeDigestContext {
  void operator()(EVP_MD_CTX* context) const;
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

struct FreeNumber {
  void operator()(BIGNUM* number) const;
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

// Takes ownership. Null stays null.
std::shared_ptr<EVP_PKEY> ShareKey(EVP_PKEY* key);

// The digest of an algorithm other than EdDSA, fetched once for the process. Thread-safe. Throws
// std::runtime_error when the library does not have it.
const EVP_MD* DigestOf(Algorithm algorithm);

// Drops what the library adds to the thread's error queue in the meantime.
class ErrorQueueGuard {
 public:
  ErrorQueueGuard();
  ~ErrorQueueGuard();
  ErrorQueueGuard(const ErrorQueueGuard&) = delete;
  ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
};

}  // namespace cq::jose
