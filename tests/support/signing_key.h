// Keys that sign tokens, for tests and benchmarks.
#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/base64url.h"
#include "jose/algorithm.h"
#include "json/value.h"
#include "json/write.h"
#include "support/rsa_test_keys.h"

namespace cq::testing {

// Throws std::runtime_error when OpenSSL fails.
class SigningKey {
 public:
  // Another at every call.
  static SigningKey Rsa(std::size_t bits = 2048) {
    static std::atomic<std::size_t> taken = 0;
    if (bits != 2048) return SigningKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
    const std::size_t next = taken++;
    if (next < kRsaTestKeys.size()) return Read(kRsaTestKeys[next]);
    return SigningKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
  }
  static SigningKey Ec(const char* curve) {
    return SigningKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
  }
  static SigningKey Ed25519() { return SigningKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }
  static SigningKey Make(jose::Algorithm algorithm) {
    switch (algorithm) {
      case jose::Algorithm::kEs256:
        return Ec("P-256");
      case jose::Algorithm::kEs384:
        return Ec("P-384");
      case jose::Algorithm::kEs512:
        return Ec("P-521");
      case jose::Algorithm::kEdDsa:
        return Ed25519();
      case jose::Algorithm::kRs256:
      case jose::Algorithm::kRs384:
      case jose::Algorithm::kRs512:
      case jose::Algorithm::kPs256:
      case jose::Algorithm::kPs384:
      case jose::Algorithm::kPs512:
        break;
    }
    return Rsa();
  }

  EVP_PKEY* get() const { return key_.get(); }

  // The public members only: no kid, use or alg.
  json::Object PublicJwk() const {
    if (EVP_PKEY_is_a(get(), "RSA") == 1) {
      return {{"kty", "RSA"},
              {"n", Encode(Number(OSSL_PKEY_PARAM_RSA_N))},
              {"e", Encode(Number(OSSL_PKEY_PARAM_RSA_E))}};
    }
    if (EVP_PKEY_is_a(get(), "EC") == 1) {
      const std::string point = Octets(OSSL_PKEY_PARAM_PUB_KEY);
      const std::size_t size = (point.size() - 1) / 2;
      return {{"kty", "EC"},
              {"crv", size == 32   ? "P-256"
                      : size == 48 ? "P-384"
                                   : "P-521"},
              {"x", Encode(point.substr(1, size))},
              {"y", Encode(point.substr(1 + size))}};
    }
    return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", Encode(Octets(OSSL_PKEY_PARAM_PUB_KEY))}};
  }

  // As JWS has it: r and s side by side for ES*.
  std::string Sign(jose::Algorithm algorithm, std::string_view input) const {
    const std::string_view name = jose::AlgorithmName(algorithm);
    const std::string digest = "SHA" + std::string(name.substr(2));
    const bool is_eddsa = algorithm == jose::Algorithm::kEdDsa;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    Check(EVP_DigestSignInit_ex(context.get(), &options, is_eddsa ? nullptr : digest.c_str(),
                                nullptr, nullptr, get(), nullptr));
    if (name.starts_with("PS")) {
      Check(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING));
      Check(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST));
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    std::size_t size = 0;
    Check(EVP_DigestSign(context.get(), nullptr, &size, bytes, input.size()));
    std::string signature(size, '\0');
    Check(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                         bytes, input.size()));
    signature.resize(size);
    return name.starts_with("ES") ? SideBySide(signature) : signature;
  }

 private:
  static SigningKey Read(std::string_view pkcs8) {
    const std::string der = crypto::DecodeBase64Url(pkcs8).value();
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    return SigningKey(d2i_AutoPrivateKey(nullptr, &bytes, static_cast<long>(der.size())));
  }

  explicit SigningKey(EVP_PKEY* key) : key_(key, EVP_PKEY_free) { Check(key != nullptr ? 1 : 0); }

  static void Check(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL failed");
  }

  static std::string Encode(std::string_view bytes) { return crypto::EncodeBase64Url(bytes); }

  std::string Number(const char* parameter) const {
    BIGNUM* raw = nullptr;
    Check(EVP_PKEY_get_bn_param(get(), parameter, &raw));
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(raw, BN_free);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number.get())), '\0');
    BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes;
  }

  std::string Octets(const char* parameter) const {
    std::array<unsigned char, 256> buffer{};
    std::size_t size = 0;
    Check(EVP_PKEY_get_octet_string_param(get(), parameter, buffer.data(), buffer.size(), &size));
    return {reinterpret_cast<const char*>(buffer.data()), size};
  }

  std::string SideBySide(const std::string& der) const {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
    const int size = (EVP_PKEY_get_bits(get()) + 7) / 8;
    std::string signature(2 * static_cast<std::size_t>(size), '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, size);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + size, size);
    return signature;
  }

  std::shared_ptr<EVP_PKEY> key_;
};

// One key for each algorithm, made at first use; not thread-safe.
inline const SigningKey& KeyFor(jose::Algorithm algorithm) {
  static std::map<jose::Algorithm, SigningKey> keys;
  const auto found = keys.find(algorithm);
  if (found != keys.end()) return found->second;
  return keys.emplace(algorithm, SigningKey::Make(algorithm)).first->second;
}

// "header.payload", encoded.
inline std::string SigningInput(std::string_view header, std::string_view payload) {
  return crypto::EncodeBase64Url(header) + "." + crypto::EncodeBase64Url(payload);
}

inline std::string SignedToken(const SigningKey& key, jose::Algorithm algorithm,
                               std::string_view header, std::string_view payload) {
  const std::string input = SigningInput(header, payload);
  return input + "." + crypto::EncodeBase64Url(key.Sign(algorithm, input));
}

// The set {"keys": [...]} as text.
inline std::string KeySetText(json::Array keys) {
  return json::Write(json::Object{{"keys", std::move(keys)}}, json::FloatStyle::kPython);
}

}  // namespace cq::testing
