#include "jose/jws.h"

#include <cstddef>
#include <utility>

#include "crypto/base64url.h"
#include "jose/jwt.h"
#include "jose/signature_verifier.h"
#include "jose/strict_json.h"

namespace cq::jose {
namespace {

constexpr std::size_t kJwsDots = 2;
constexpr std::size_t kJweDots = 4;

std::size_t CountDots(std::string_view token) {
  std::size_t count = 0;
  for (std::size_t at = token.find('.'); at != std::string_view::npos;
       at = token.find('.', at + 1)) {
    ++count;
  }
  return count;
}

// The set's keys that fit the algorithm and, when there is a kid, have it.
template <typename Visit>
void ForEachCandidate(const SignedText& text, const JwkSet& keys, Visit visit) {
  for (const std::shared_ptr<const Jwk>& key : keys.keys()) {
    if (!key->algorithms.Contains(text.algorithm)) continue;
    if (text.kid && key->kid != text.kid) continue;
    visit(key);
  }
}

bool IsSignedBy(const SignedText& text, const Jwk& key) {
  return key.verifier->Verify(text.algorithm, text.signing_input, text.signature);
}

}  // namespace

tl::expected<Jws, Refusal> ReadJws(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return tl::unexpected(Refusal::kMalformed);
  const std::size_t dots = CountDots(token);
  if (dots == kJweDots) return tl::unexpected(Refusal::kEncrypted);
  if (dots != kJwsDots) return tl::unexpected(Refusal::kMalformed);
  const std::size_t first = token.find('.');
  const std::size_t last = token.find('.', first + 1);

  const auto header = crypto::DecodeBase64Url(token.substr(0, first));
  auto payload = crypto::DecodeBase64Url(token.substr(first + 1, last - first - 1));
  auto signature = crypto::DecodeBase64Url(token.substr(last + 1));
  if (!header || !payload || !signature) return tl::unexpected(Refusal::kMalformed);
  auto members = ParseStrictObject(*header);
  if (!members) return tl::unexpected(Refusal::kMalformed);
  return Jws{.header = *std::move(members),
             .payload = *std::move(payload),
             .signing_input = token.substr(0, last),
             .signature = *std::move(signature)};
}

tl::expected<std::shared_ptr<const Jwk>, Refusal> VerifyJws(const SignedText& text,
                                                            const JwkSet& keys) {
  std::size_t candidates = 0;
  std::shared_ptr<const Jwk> only;
  ForEachCandidate(text, keys, [&](const std::shared_ptr<const Jwk>& key) {
    ++candidates;
    only = key;
  });
  if (candidates == 0) return tl::unexpected(Refusal::kUnknownKey);
  if (candidates == 1) {
    if (!IsSignedBy(text, *only)) return tl::unexpected(Refusal::kBadSignature);
    return only;
  }
  if (!text.kid) return tl::unexpected(Refusal::kAmbiguousKey);

  std::shared_ptr<const Jwk> signer;
  ForEachCandidate(text, keys, [&](const std::shared_ptr<const Jwk>& key) {
    if (signer == nullptr && IsSignedBy(text, *key)) signer = key;
  });
  if (signer == nullptr) return tl::unexpected(Refusal::kBadSignature);
  return signer;
}

}  // namespace cq::jose
