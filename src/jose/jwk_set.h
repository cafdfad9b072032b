// The public keys of an identity provider (RFC 7517), each ready to verify.
#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "jose/algorithm.h"

namespace cq::jose {

class SignatureVerifier;

inline constexpr std::size_t kMaxJwkSetBytes = 1024 * 1024;
inline constexpr std::size_t kMaxJwkSetKeys = 256;  // the first ones count

// Made by JwkSet::Parse. Immutable once read, hence thread-safe.
struct Jwk {
  std::optional<std::string> kid;
  std::string kty;          // "RSA", "EC", "OKP"
  AlgorithmSet algorithms;  // what its type, curve and "alg" allow
  std::string thumbprint;   // RFC 7638, base64url
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<const SignatureVerifier> verifier;  // never null
};

// A member of the set that verifies nothing, and why, for operators. Long texts are cut; they are
// foreign, so escape them where they are shown.
struct UnusableJwk {
  std::string kid;  // empty: none
  std::string kty;
  std::string use;
  std::string alg;
  std::string reason;  // "RSA modulus of 1024 bits; at least 2048 are needed"
};

// Immutable, hence thread-safe. One bad member never spoils the set.
class JwkSet {
 public:
  // The error says what is wrong with the document as a whole.
  static tl::expected<JwkSet, std::string> Parse(std::string_view json);

  const std::vector<std::shared_ptr<const Jwk>>& keys() const { return keys_; }
  const std::vector<UnusableJwk>& unusable() const { return unusable_; }

  // The same key under the same kid, for the same algorithms.
  bool Contains(const Jwk& key) const;

 private:
  std::vector<std::shared_ptr<const Jwk>> keys_;
  std::vector<UnusableJwk> unusable_;
};

}  // namespace cq::jose
