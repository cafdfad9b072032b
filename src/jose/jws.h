// Compact JWS (RFC 7515 sections 3.1 and 7.1): taken apart, and verified under a set of keys.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "jose/algorithm.h"
#include "jose/jwk_set.h"
#include "jose/refusal.h"
#include "json/value.h"

namespace cq::jose {

// `signing_input` points into the text it was read from.
struct Jws {
  json::Value header;  // an object
  std::string payload;
  std::string_view signing_input;
  std::string signature;
};

// At most kMaxTokenBytes, two dots, strict base64url, a strict JSON object as header; nothing of
// the header is checked yet.
tl::expected<Jws, Refusal> ReadJws(std::string_view token);

struct SignedText {
  Algorithm algorithm{};
  const std::optional<std::string>& kid;
  std::string_view signing_input;
  std::string_view signature;
};

// The key that verified, kUnknownKey, kAmbiguousKey or kBadSignature.
tl::expected<std::shared_ptr<const Jwk>, Refusal> VerifyJws(const SignedText& text,
                                                            const JwkSet& keys);

}  // namespace cq::jose
