// Signed access tokens (RFC 7515, RFC 7519, RFC 9068): reading, checking, verifying. Pure
// functions.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/clock.h"
#include "jose/algorithm.h"
#include "jose/jwk_set.h"
#include "jose/refusal.h"
#include "json/value.h"

namespace cq::jose {

inline constexpr std::size_t kMaxTokenBytes = 16 * 1024;
inline constexpr std::size_t kMaxKidBytes = 256;

enum class TypeCheck {
  kUsual,  // typ absent, JWT, at+jwt or application/at+jwt
  kAtJwt,  // at+jwt or application/at+jwt (RFC 9068)
};

// What a token must be to be accepted. Immutable.
struct TokenPolicy {
  std::string issuer;                  // compared byte for byte
  std::vector<std::string> audiences;  // aud must hold one of them
  AlgorithmSet algorithms;
  std::chrono::seconds clock_skew{60};
  TypeCheck type_check = TypeCheck::kUsual;
};

// A token that passed all but the check of its key and signature. Its views point into the text it
// was read from.
struct UnverifiedToken {
  Algorithm algorithm{};
  std::optional<std::string> kid;
  json::Value claims;
  std::string subject;
  TimePoint expires_at;
  std::string_view signing_input;
  std::string signature;
};

// Size, header and claims, in that order; nothing expensive.
tl::expected<UnverifiedToken, Refusal> ReadToken(std::string_view token, const TokenPolicy& policy,
                                                 TimePoint now);

// Chooses the key and checks the signature: the key that verified, kUnknownKey, kAmbiguousKey or
// kBadSignature.
tl::expected<std::shared_ptr<const Jwk>, Refusal> VerifySignature(const UnverifiedToken& token,
                                                                  const JwkSet& keys);

// The header's "alg" of anything that looks like a compact JWS, unchecked: tells session tokens
// (HS256) from those of an identity provider.
std::optional<std::string> PeekAlgorithm(std::string_view token);

}  // namespace cq::jose
