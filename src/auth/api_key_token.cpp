#include "auth/api_key_token.h"

#include <algorithm>
#include <array>

#include "crypto/base32.h"
#include "crypto/constant_time.h"
#include "crypto/hex.h"

namespace cq::auth {
namespace {

constexpr std::size_t kKeyIdLength = 32;
constexpr std::size_t kSecretBytes = 32;

template <std::size_t Size>
std::string RandomText(RandomSource& random) {
  std::array<std::byte, Size> bytes{};
  random.Fill(bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// RFC 9562 section 5.4.
std::string RandomUuidHex(RandomSource& random) {
  std::string uuid = RandomText<16>(random);
  uuid[6] = static_cast<char>((static_cast<unsigned char>(uuid[6]) & 0x0FU) | 0x40U);
  uuid[8] = static_cast<char>((static_cast<unsigned char>(uuid[8]) & 0x3FU) | 0x80U);
  return crypto::ToHex(uuid);
}

void EraseAll(std::string& text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
}

// The white space that int() trims, as Latin-1; other controls cannot be in a header.
bool IsLatin1Space(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return (byte >= 0x09 && byte <= 0x0D) || byte == 0x20 || byte == 0x85 || byte == 0xA0;
}

template <typename Predicate>
std::string_view Trim(std::string_view text, Predicate is_trimmed) {
  while (!text.empty() && is_trimmed(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_trimmed(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<char> LowerHexDigit(char character) {
  if ((character >= '0' && character <= '9') || (character >= 'a' && character <= 'f')) {
    return character;
  }
  if (character >= 'A' && character <= 'F') return static_cast<char>(character - 'A' + 'a');
  return std::nullopt;
}

// The digits of int(text, 16): white space around, "+", "0x" and single underscores are allowed.
std::optional<std::string> ReadHexInteger(std::string_view text) {
  text = Trim(text, IsLatin1Space);
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    if (text.starts_with('_')) text.remove_prefix(1);
  }
  std::string digits;
  bool underscore_allowed = false;
  for (const char character : text) {
    if (character == '_') {
      if (!underscore_allowed) return std::nullopt;
      underscore_allowed = false;
      continue;
    }
    const std::optional<char> digit = LowerHexDigit(character);
    if (!digit) return std::nullopt;
    digits.push_back(*digit);
    underscore_allowed = true;
  }
  if (!underscore_allowed) return std::nullopt;
  return digits;
}

std::optional<std::string> ReadUuid(std::string_view spelling) {
  std::string text(spelling);
  EraseAll(text, "urn:");
  EraseAll(text, "uuid:");
  text = Trim(text, [](char character) { return character == '{' || character == '}'; });
  std::erase(text, '-');
  if (text.size() != kKeyIdLength) return std::nullopt;
  std::optional<std::string> digits = ReadHexInteger(text);
  if (!digits) return std::nullopt;
  digits->insert(0, kKeyIdLength - digits->size(), '0');
  return digits;
}

bool IsSecret(std::string_view text) {
  return text.size() == kApiKeySecretLength && std::ranges::all_of(text, [](char character) {
           return (character >= 'a' && character <= 'z') || (character >= '2' && character <= '7');
         });
}

}  // namespace

ApiKeyToken GenerateApiKeyToken(RandomSource& random) {
  std::string secret_bytes = RandomText<kSecretBytes>(random);
  ApiKeyToken token{.key_id = RandomUuidHex(random), .secret = crypto::EncodeBase32(secret_bytes)};
  crypto::Wipe(secret_bytes);
  return token;
}

std::string EncodeApiKeyToken(const ApiKeyToken& token) {
  std::string text(kApiKeyTokenStart);
  text += token.key_id;
  text += '.';
  text += token.secret;
  return text;
}

std::optional<ApiKeyToken> DecodeApiKeyToken(std::string_view text) {
  if (!text.starts_with(kApiKeyTokenStart)) return std::nullopt;
  text.remove_prefix(kApiKeyTokenStart.size());
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view secret = text.substr(dot + 1);
  if (!IsSecret(secret)) return std::nullopt;
  std::optional<std::string> key_id = ReadUuid(text.substr(0, dot));
  if (!key_id) return std::nullopt;
  return ApiKeyToken{.key_id = *std::move(key_id), .secret = std::string(secret)};
}

}  // namespace cq::auth
