#include "jose/openssl_objects.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <stdexcept>
#include <string>

namespace cq::jose {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};
using Digest = std::unique_ptr<EVP_MD, FreeDigest>;

Digest Fetch(const char* name) {
  Digest digest(EVP_MD_fetch(nullptr, name, nullptr));
  if (digest == nullptr) throw std::runtime_error(std::string(name) + " is not available");
  return digest;
}

}  // namespace

void FreeKeyContext::operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
void FreeDigestContext::operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
void FreeNumber::operator()(BIGNUM* number) const { BN_free(number); }

std::shared_ptr<EVP_PKEY> ShareKey(EVP_PKEY* key) {
  if (key == nullptr) return nullptr;
  return {key, EVP_PKEY_free};
}

const EVP_MD* DigestOf(Algorithm algorithm) {
  static const Digest sha256 = Fetch("SHA256");
  static const Digest sha384 = Fetch("SHA384");
  static const Digest sha512 = Fetch("SHA512");
  switch (algorithm) {
    case Algorithm::kRs256:
    case Algorithm::kPs256:
    case Algorithm::kEs256:
      return sha256.get();
    case Algorithm::kRs384:
    case Algorithm::kPs384:
    case Algorithm::kEs384:
      return sha384.get();
    case Algorithm::kRs512:
    case Algorithm::kPs512:
    case Algorithm::kEs512:
      return sha512.get();
    case Algorithm::kEdDsa:
      break;
  }
  throw std::logic_error("EdDSA has no digest of its own");
}

// A mark needs an error to sit on; without one, popping to it empties the queue, which is the same.
ErrorQueueGuard::ErrorQueueGuard() { ERR_set_mark(); }
ErrorQueueGuard::~ErrorQueueGuard() { ERR_pop_to_mark(); }

}  // namespace cq::jose
