#include "auth/api_key_lifetime.h"

#include <charconv>
#include <cstdint>

#include "auth/python_repr.h"
#include "core/text.h"

namespace cq::auth {
namespace {

constexpr std::size_t kCanonicalMaxLength = 16;  // code points; bounds the integer, too
constexpr std::size_t kEchoMaxLength = 64;       // code points

std::string_view FirstCodePoints(std::string_view utf8, std::size_t count) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const bool starts_code_point = (static_cast<unsigned char>(utf8[i]) & 0xC0U) != 0x80U;
    if (starts_code_point && ++seen > count) return utf8.substr(0, i);
  }
  return utf8;
}

std::int64_t SecondsPer(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    default:
      return 0;
  }
}

}  // namespace

Result<ApiKeyLifetime> ParseApiKeyLifetime(std::string_view ttl) {
  std::string canonical = ToLower(StripWhitespace(ttl));
  if (canonical.empty()) return Fail(ErrorCode::kInvalidInput, "ttl is required");
  const std::string echo = PythonRepr(FirstCodePoints(ttl, kEchoMaxLength));
  if (CodePointCount(canonical) > kCanonicalMaxLength) {
    return Fail(ErrorCode::kInvalidInput, echo + " exceeds the maximum of 365d");
  }

  std::int64_t quantity = 0;
  const char* unit = canonical.data() + canonical.size() - 1;
  const auto [end, error] = std::from_chars(canonical.data(), unit, quantity);
  const std::int64_t unit_seconds = SecondsPer(*unit);
  if (canonical.starts_with('-') || error != std::errc() || end != unit || unit_seconds == 0) {
    return Fail(ErrorCode::kInvalidInput,
                echo + " is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h");
  }
  if (quantity == 0) {
    return Fail(ErrorCode::kInvalidInput, echo + ": ttl must be greater than zero");
  }
  constexpr std::int64_t kMaxSeconds = std::chrono::seconds(kApiKeyMaxLifetime).count();
  if (quantity > kMaxSeconds / unit_seconds) {
    return Fail(ErrorCode::kInvalidInput, echo + " exceeds the maximum of 365d");
  }
  return ApiKeyLifetime{.canonical = std::move(canonical),
                        .duration = std::chrono::seconds(quantity * unit_seconds)};
}

}  // namespace cq::auth
