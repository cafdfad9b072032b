// Public keys from the members of a JWK (RFC 7518 section 6, RFC 8037 section 2).
#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "jose/algorithm.h"
#include "json/value.h"

namespace cq::jose {

inline constexpr std::size_t kMinRsaModulusBits = 2048;
inline constexpr std::size_t kMaxRsaModulusBits = 16384;
inline constexpr std::size_t kMaxRsaExponentBytes = 8;

struct PublicKey {
  std::shared_ptr<EVP_PKEY> key;
  AlgorithmSet algorithms;  // what the key's type and curve allow
  std::string thumbprint;   // RFC 7638 with SHA-256, base64url
};

// `jwk` is an object. The error says why the key cannot be used.
tl::expected<PublicKey, std::string> ReadPublicKey(const json::Value& jwk);

// At least 2048 bits, an odd exponent of at least 3, and no sign of ROCA.
tl::expected<PublicKey, std::string> ReadRsaPublicKey(const json::Value& jwk);

// The strict base64url content of a member; the error names the member.
tl::expected<std::string, std::string> ReadBytes(const json::Value& jwk, std::string_view member);

// Of the required members, as JSON in the order that RFC 7638 section 3.3 asks for.
std::string Thumbprint(std::string_view required_members);

}  // namespace cq::jose
