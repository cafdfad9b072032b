// The public keys of an identity provider (RFC 7517), each ready to verify.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "jose/algorithm.h"

namespace cq::jose {

// Immutable once read, hence thread-safe.
struct Jwk {
  std::optional<std::string> kid;
  std::string kty;          // "RSA", "EC", "OKP"
  AlgorithmSet algorithms;  // what its type, curve and "alg" allow
  std::string thumbprint;   // RFC 7638, base64url
  std::shared_ptr<EVP_PKEY> key;
};

// A member of the set that verifies nothing, and why, for operators.
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

  // A key with this kid and thumbprint.
  bool Contains(const Jwk& key) const;

 private:
  std::vector<std::shared_ptr<const Jwk>> keys_;
  std::vector<UnusableJwk> unusable_;
};

}  // namespace cq::jose
