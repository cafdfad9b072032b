#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "crypto/base64url.h"
#include "jose/openssl_objects.h"
#include "jose/public_key.h"
#include "jose/roca.h"

namespace cq::jose {
namespace {

struct FreeParameters {
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
};

// Some issuers write a leading zero byte, which RFC 7518 section 2 does not allow but which changes
// no number.
void DropLeadingZeros(std::string& number) {
  number.erase(0, std::min(number.find_first_not_of('\0'), number.size()));
}

std::size_t BitCount(std::string_view number) {
  if (number.empty()) return 0;
  const auto first = static_cast<unsigned char>(number.front());
  return (number.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(first));
}

bool IsOdd(std::string_view number) {
  return !number.empty() && (static_cast<unsigned char>(number.back()) & 1U) != 0;
}

// What is wrong with the numbers; empty: nothing.
std::string WeaknessOf(std::string_view modulus, std::string_view exponent) {
  const std::size_t bits = BitCount(modulus);
  if (bits < kMinRsaModulusBits) {
    return "RSA modulus of " + std::to_string(bits) + " bits; at least " +
           std::to_string(kMinRsaModulusBits) + " are needed";
  }
  if (bits > kMaxRsaModulusBits) {
    return "RSA modulus of " + std::to_string(bits) + " bits; at most " +
           std::to_string(kMaxRsaModulusBits) + " are taken";
  }
  if (!IsOdd(modulus)) return "RSA modulus is even";
  if (exponent.size() > kMaxRsaExponentBytes) {
    return "RSA exponent of " + std::to_string(exponent.size()) + " bytes; at most " +
           std::to_string(kMaxRsaExponentBytes) + " are taken";
  }
  if (!IsOdd(exponent) || BitCount(exponent) < 2) return "RSA exponent is not an odd number from 3";
  return {};
}

Number ToNumber(std::string_view bytes) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size()), nullptr));
}

std::shared_ptr<EVP_PKEY> MakeKey(const BIGNUM* modulus, const BIGNUM* exponent) {
  const std::unique_ptr<OSSL_PARAM_BLD, FreeParameters> builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1) {
    return nullptr;
  }
  const std::unique_ptr<OSSL_PARAM, FreeParameters> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return ShareKey(key);
}

AlgorithmSet RsaAlgorithms() {
  AlgorithmSet algorithms;
  for (const Algorithm algorithm : {Algorithm::kRs256, Algorithm::kRs384, Algorithm::kRs512,
                                    Algorithm::kPs256, Algorithm::kPs384, Algorithm::kPs512}) {
    algorithms.Add(algorithm);
  }
  return algorithms;
}

}  // namespace

tl::expected<PublicKey, std::string> ReadRsaPublicKey(const json::Value& jwk) {
  auto modulus = ReadBytes(jwk, "n");
  if (!modulus) return tl::unexpected(modulus.error());
  auto exponent = ReadBytes(jwk, "e");
  if (!exponent) return tl::unexpected(exponent.error());
  DropLeadingZeros(*modulus);
  DropLeadingZeros(*exponent);
  if (std::string weakness = WeaknessOf(*modulus, *exponent); !weakness.empty()) {
    return tl::unexpected(std::move(weakness));
  }
  const Number n = ToNumber(*modulus);
  const Number e = ToNumber(*exponent);
  if (n != nullptr && HasRocaFingerprint(n.get())) {
    return tl::unexpected(std::string("RSA modulus of a weak generator (ROCA, CVE-2017-15361)"));
  }
  PublicKey key;
  if (n != nullptr && e != nullptr) key.key = MakeKey(n.get(), e.get());
  if (key.key == nullptr) return tl::unexpected(std::string("not an RSA key that OpenSSL takes"));
  key.algorithms = RsaAlgorithms();
  key.thumbprint = Thumbprint(R"({"e":")" + crypto::EncodeBase64Url(*exponent) +
                              R"(","kty":"RSA","n":")" + crypto::EncodeBase64Url(*modulus) + "\"}");
  return key;
}

}  // namespace cq::jose
