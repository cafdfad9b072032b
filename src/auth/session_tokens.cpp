#include "auth/session_tokens.h"

#include <charconv>
#include <cstdint>
#include <limits>

#include "core/text.h"
#include "crypto/base64url.h"
#include "crypto/constant_time.h"
#include "json/parse.h"
#include "json/value.h"
#include "json/write.h"

namespace cq::auth {
namespace {

constexpr std::string_view kHeader = R"({"alg":"HS256","typ":"JWT"})";

// The token "header.payload.signature" taken apart.
struct Segments {
  std::string_view signing_input;
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
};

std::optional<Segments> Split(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  return Segments{.signing_input = token.substr(0, last),
                  .header = token.substr(0, first),
                  .payload = token.substr(first + 1, last - first - 1),
                  .signature = token.substr(last + 1)};
}

std::optional<json::Value> DecodeObject(std::string_view segment) {
  const std::optional<std::string> text = crypto::DecodeBase64Url(segment);
  if (!text) return std::nullopt;
  auto document = json::Parse(*text);
  if (!document || document->AsObject() == nullptr) return std::nullopt;
  return *std::move(document);
}

bool IsAcceptableHeader(const json::Value& header) {
  const json::Value* algorithm = header.Find("alg");
  if (algorithm == nullptr || algorithm->AsString() == nullptr ||
      *algorithm->AsString() != "HS256") {
    return false;
  }
  if (header.Find("crit") != nullptr) return false;
  const json::Value* key_id = header.Find("kid");
  if (key_id != nullptr && key_id->AsString() == nullptr) return false;
  const json::Value* encoded_payload = header.Find("b64");  // RFC 7797
  return encoded_payload == nullptr || *encoded_payload != json::Value(false);
}

// The header that nearly every token has needs no parsing.
bool IsAcceptableHeaderSegment(std::string_view segment) {
  static const std::string usual = crypto::EncodeBase64Url(kHeader);
  if (segment == usual) return true;
  const std::optional<json::Value> header = DecodeObject(segment);
  return header && IsAcceptableHeader(*header);
}

constexpr std::int64_t kFarFuture = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kFarPast = std::numeric_limits<std::int64_t>::min();

std::int64_t Saturate(double seconds) {
  constexpr double kBound = 9.0e18;
  if (seconds >= kBound) return kFarFuture;
  if (seconds <= -kBound) return kFarPast;
  return static_cast<std::int64_t>(seconds);
}

std::optional<std::int64_t> ParseSeconds(std::string_view text) {
  text = StripWhitespace(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return seconds;
}

// A NumericDate as PyJWT reads it, int(value): fractions are cut off, a text of digits counts.
std::optional<std::int64_t> ReadSeconds(const json::Value& value) {
  if (const std::int64_t* integer = value.AsInt()) return *integer;
  if (const json::BigInteger* integer = value.AsBigInteger()) {
    return integer->digits.starts_with('-') ? kFarPast : kFarFuture;
  }
  if (const double* number = value.AsDouble()) return Saturate(*number);
  if (const bool* flag = value.AsBool()) return *flag ? 1 : 0;
  if (const std::string* text = value.AsString()) return ParseSeconds(*text);
  return std::nullopt;
}

// False also when the claim is there but is no time.
bool IsNotInFuture(const json::Value* claim, std::int64_t now) {
  if (claim == nullptr) return true;
  const std::optional<std::int64_t> seconds = ReadSeconds(*claim);
  return seconds && *seconds <= now;
}

bool IsInFuture(const json::Value* claim, std::int64_t now) {
  if (claim == nullptr) return false;
  const std::optional<std::int64_t> seconds = ReadSeconds(*claim);
  return seconds && *seconds > now;
}

// Python's bool(value).
bool IsTruthy(const json::Value& value) {
  if (const bool* flag = value.AsBool()) return *flag;
  if (const std::int64_t* integer = value.AsInt()) return *integer != 0;
  if (const double* number = value.AsDouble()) return *number != 0.0;
  if (const std::string* text = value.AsString()) return !text->empty();
  if (const json::Array* array = value.AsArray()) return !array->empty();
  if (const json::Object* object = value.AsObject()) return !object->empty();
  return !value.IsNull();
}

// Whole seconds suffice: against an integer, `claim <= now` and `claim > now` do not depend on the
// fraction of `now`.
bool AreClaimsGood(const json::Value& claims, std::int64_t now) {
  if (!IsNotInFuture(claims.Find("iat"), now)) return false;
  if (!IsNotInFuture(claims.Find("nbf"), now)) return false;
  if (!IsInFuture(claims.Find("exp"), now)) return false;
  const json::Value* audience = claims.Find("aud");
  if (audience != nullptr && IsTruthy(*audience)) return false;
  const json::Value* token_id = claims.Find("jti");
  return token_id == nullptr || token_id->AsString() != nullptr;
}

std::int64_t WholeSeconds(TimePoint time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace

std::string SessionTokens::Create(std::string_view username, TimePoint now) const {
  const std::int64_t issued_at = WholeSeconds(now);
  const std::int64_t expires_at = issued_at + std::chrono::seconds(kSessionLifetime).count();
  std::string claims = R"({"sub":)";
  json::AppendString(claims, username);
  claims += R"(,"iat":)" + std::to_string(issued_at);
  claims += R"(,"exp":)" + std::to_string(expires_at) + "}";

  std::string token = crypto::EncodeBase64Url(kHeader) + "." + crypto::EncodeBase64Url(claims);
  const crypto::Digest signature = hmac_.Sign(token);
  token += "." + crypto::EncodeBase64Url(crypto::AsText(signature));
  return token;
}

std::optional<std::string> SessionTokens::Verify(std::string_view token, TimePoint now) const {
  if (token.size() > kSessionTokenMaxBytes) return std::nullopt;
  const std::optional<Segments> segments = Split(token);
  if (!segments) return std::nullopt;

  // The signature comes first: nothing of an unsigned token is parsed but an unusual header.
  const std::optional<std::string> signature = crypto::DecodeBase64Url(segments->signature);
  if (!signature || !IsAcceptableHeaderSegment(segments->header)) return std::nullopt;
  const crypto::Digest expected = hmac_.Sign(segments->signing_input);
  if (!crypto::ConstantTimeEqual(*signature, crypto::AsText(expected))) return std::nullopt;

  const std::optional<json::Value> claims = DecodeObject(segments->payload);
  if (!claims || !AreClaimsGood(*claims, WholeSeconds(now))) return std::nullopt;
  const json::Value* subject = claims->Find("sub");
  if (subject == nullptr || subject->AsString() == nullptr) return std::nullopt;
  return *subject->AsString();
}

}  // namespace cq::auth
