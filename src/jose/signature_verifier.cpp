#include "jose/signature_verifier.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <optional>
#include <stdexcept>
#include <utility>

#include "jose/ecdsa_signature.h"

namespace cq::jose {
namespace {

constexpr std::size_t kEd25519SignatureBytes = 64;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool IsPss(Algorithm algorithm) {
  return algorithm == Algorithm::kPs256 || algorithm == Algorithm::kPs384 ||
         algorithm == Algorithm::kPs512;
}

// RFC 7518 section 3.5: MGF1 with the same hash, a salt as long as the hash.
bool SetPss(EVP_PKEY_CTX* context, const EVP_MD* digest) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

KeyContext Prepare(EVP_PKEY* key, Algorithm algorithm) {
  const EVP_MD* digest = DigestOf(algorithm);
  KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (context == nullptr || EVP_PKEY_verify_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.get(), digest) != 1 ||
      (IsPss(algorithm) && !SetPss(context.get(), digest))) {
    throw std::runtime_error(std::string(AlgorithmName(algorithm)) + " is not available");
  }
  return context;
}

std::string CurveOrder(EVP_PKEY* key) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &raw) != 1) {
    throw std::runtime_error("the order of an elliptic curve is not available");
  }
  const Number order(raw);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(order.get())), '\0');
  BN_bn2bin(order.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

}  // namespace

SignatureVerifier::SignatureVerifier(std::shared_ptr<EVP_PKEY> key, AlgorithmSet algorithms)
    : key_(std::move(key)), algorithms_(algorithms) {
  if (EVP_PKEY_is_a(key_.get(), "EC") == 1) order_ = CurveOrder(key_.get());
  for (std::size_t i = 0; i < kAlgorithmCount; ++i) {
    const auto algorithm = static_cast<Algorithm>(i);
    if (!algorithms_.Contains(algorithm) || algorithm == Algorithm::kEdDsa) continue;
    prepared_[i] = Prepare(key_.get(), algorithm);
  }
}

bool SignatureVerifier::Verify(Algorithm algorithm, std::string_view signing_input,
                               std::string_view signature) const {
  if (!algorithms_.Contains(algorithm)) return false;
  const ErrorQueueGuard guard;
  if (algorithm == Algorithm::kEdDsa) return VerifyEd25519(signing_input, signature);
  if (order_.empty()) {
    // RFC 8017 sections 8.1.2 and 8.2.2, step 1.
    if (signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()))) return false;
    return VerifyDigest(algorithm, signing_input, signature);
  }
  const std::optional<std::string> der = EcdsaSignatureToDer(signature, order_);
  return der && VerifyDigest(algorithm, signing_input, *der);
}

bool SignatureVerifier::VerifyDigest(Algorithm algorithm, std::string_view signing_input,
                                     std::string_view signature) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const KeyContext context(EVP_PKEY_CTX_dup(prepared_[static_cast<std::size_t>(algorithm)].get()));
  if (context == nullptr || EVP_Digest(signing_input.data(), signing_input.size(), digest.data(),
                                       &size, DigestOf(algorithm), nullptr) != 1) {
    throw std::runtime_error("signature verification is not available");
  }
  return EVP_PKEY_verify(context.get(), Bytes(signature), signature.size(), digest.data(), size) ==
         1;
}

bool SignatureVerifier::VerifyEd25519(std::string_view signing_input,
                                      std::string_view signature) const {
  if (signature.size() != kEd25519SignatureBytes) return false;
  const DigestContext context(EVP_MD_CTX_new());
  if (context == nullptr ||
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1) {
    throw std::runtime_error("EdDSA is not available");
  }
  return EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(signing_input),
                          signing_input.size()) == 1;
}

}  // namespace cq::jose
