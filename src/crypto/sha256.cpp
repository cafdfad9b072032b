#include "crypto/sha256.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace cq::crypto {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

const EVP_MD* Algorithm() {
  static const std::unique_ptr<EVP_MD, FreeDigest> algorithm(
      EVP_MD_fetch(nullptr, "SHA256", nullptr));
  return algorithm.get();
}

}  // namespace

Digest Sha256(std::string_view data) {
  Digest digest{};
  unsigned int size = 0;
  const EVP_MD* algorithm = Algorithm();
  if (algorithm == nullptr ||
      EVP_Digest(data.data(), data.size(), digest.data(), &size, algorithm, nullptr) != 1 ||
      size != digest.size()) {
    throw std::runtime_error("SHA-256 failed");
  }
  return digest;
}

}  // namespace cq::crypto
