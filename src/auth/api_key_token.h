// The text of an API key: "cqa.v1.<key id>.<secret>".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"

namespace cq::auth {

inline constexpr std::string_view kApiKeyTokenStart = "cqa.v1.";
inline constexpr std::size_t kApiKeySecretLength = 52;  // 32 bytes in unpadded base32
inline constexpr std::size_t kApiKeyPrefixLength = 8;   // of the secret; shown in listings

struct ApiKeyToken {
  std::string key_id;  // 32 lower-case hex digits
  std::string secret;
};

ApiKeyToken GenerateApiKeyToken(RandomSource& random);

std::string EncodeApiKeyToken(const ApiKeyToken& token);

// The key id may be spelt in every way Python's uuid.UUID(hex=...) reads: upper case, hyphens,
// braces, "urn:uuid:" and what int(text, 16) allows. Bytes count as Latin-1 characters.
std::optional<ApiKeyToken> DecodeApiKeyToken(std::string_view text);

}  // namespace cq::auth
