#include "jose/jwt.h"

#include <utility>

#include "crypto/base64url.h"
#include "jose/jws.h"
#include "jose/numeric_date.h"
#include "jose/strict_json.h"
#include "jose/token_checks.h"

namespace cq::jose {
namespace {

std::optional<std::string> TextOf(const json::Value& object, std::string_view name) {
  const json::Value* member = object.Find(name);
  if (member == nullptr || member->AsString() == nullptr) return std::nullopt;
  return *member->AsString();
}

std::optional<std::string> ReadHeaderAlgorithm(std::string_view header_segment) {
  const auto header = crypto::DecodeBase64Url(header_segment);
  if (!header) return std::nullopt;
  const auto members = ParseStrictObject(*header);
  if (!members) return std::nullopt;
  return TextOf(*members, "alg");
}

// All that one key signs has one header, so each thread keeps the last that it read.
struct KnownHeader {
  std::string segment;
  std::optional<std::string> algorithm;
};

constexpr std::size_t kMaxKnownHeaderBytes = 1024;

}  // namespace

tl::expected<UnverifiedToken, Refusal> ReadToken(std::string_view token, const TokenPolicy& policy,
                                                 TimePoint now) {
  auto jws = ReadJws(token);
  if (!jws) return tl::unexpected(jws.error());
  if (const auto refusal = RunChecks(HeaderChecks(), jws->header, policy, now)) {
    return tl::unexpected(*refusal);
  }
  auto claims = ParseStrictObject(jws->payload);
  if (!claims) return tl::unexpected(Refusal::kMalformed);
  if (const auto refusal = RunChecks(ClaimChecks(), *claims, policy, now)) {
    return tl::unexpected(*refusal);
  }
  // The checks have seen to it that these members are there.
  UnverifiedToken read;
  read.algorithm = ParseAlgorithm(TextOf(jws->header, "alg").value()).value();
  read.kid = TextOf(jws->header, "kid");
  read.subject = TextOf(*claims, "sub").value();
  read.expires_at = ReadNumericDate(*claims->Find("exp")).value();
  read.claims = *std::move(claims);
  read.signing_input = jws->signing_input;
  read.signature = std::move(jws->signature);
  return read;
}

tl::expected<std::shared_ptr<const Jwk>, Refusal> VerifySignature(const UnverifiedToken& token,
                                                                  const JwkSet& keys) {
  return VerifyJws({.algorithm = token.algorithm,
                    .kid = token.kid,
                    .signing_input = token.signing_input,
                    .signature = token.signature},
                   keys);
}

std::optional<std::string> PeekAlgorithm(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first > kMaxTokenBytes) return std::nullopt;  // npos is
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view segment = token.substr(0, first);
  if (segment.size() > kMaxKnownHeaderBytes) return ReadHeaderAlgorithm(segment);
  static thread_local KnownHeader known;
  if (known.segment != segment) {
    known.algorithm = ReadHeaderAlgorithm(segment);
    known.segment = segment;
  }
  return known.algorithm;
}

}  // namespace cq::jose
