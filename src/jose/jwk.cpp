#include "jose/jwk.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "jose/jwt.h"
#include "jose/public_key.h"
#include "jose/signature_verifier.h"

namespace cq::jose {
namespace {

// Of every key type (RFC 7518 section 6.3.2, RFC 8037 section 2). "k" is left to the key type: it
// is a secret only in an "oct" key.
constexpr std::array<std::string_view, 7> kPrivateMembers = {"d",  "p",  "q",  "dp",
                                                             "dq", "qi", "oth"};

// The member's text for operators; foreign text is cut.
std::string Shown(const json::Value& jwk, std::string_view member) {
  constexpr std::size_t kShownBytes = 64;
  const json::Value* value = jwk.Find(member);
  if (value == nullptr || value->AsString() == nullptr) return {};
  const std::string& text = *value->AsString();
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

bool HasVerify(const json::Array& operations) {
  return std::any_of(operations.begin(), operations.end(), [](const json::Value& operation) {
    return operation.AsString() != nullptr && *operation.AsString() == "verify";
  });
}

// Why the key may not verify signatures, whatever its numbers; empty: it may.
std::string WrongPurpose(const json::Value& jwk) {
  for (const std::string_view member : kPrivateMembers) {
    if (jwk.Find(member) != nullptr) {
      return "contains a private key (" + std::string(member) + ")";
    }
  }
  const json::Value* kid = jwk.Find("kid");
  if (kid != nullptr && kid->AsString() == nullptr) return "kid is no text";
  if (kid != nullptr && kid->AsString()->size() > kMaxKidBytes) {
    return "kid of " + std::to_string(kid->AsString()->size()) + " bytes; at most " +
           std::to_string(kMaxKidBytes) + " are taken";
  }
  const json::Value* use = jwk.Find("use");
  if (use != nullptr && use->AsString() == nullptr) return "use is no text";
  if (use != nullptr && *use->AsString() != "sig") {
    return "use is \"" + Shown(jwk, "use") + "\", not \"sig\"";
  }
  const json::Value* operations = jwk.Find("key_ops");
  if (operations != nullptr && operations->AsArray() == nullptr) return "key_ops is no array";
  if (operations != nullptr && !HasVerify(*operations->AsArray())) {
    return "key_ops does not have \"verify\"";
  }
  const json::Value* algorithm = jwk.Find("alg");
  if (algorithm != nullptr && algorithm->AsString() == nullptr) return "alg is no text";
  return {};
}

}  // namespace

tl::expected<std::shared_ptr<const Jwk>, UnusableJwk> ReadJwk(const json::Value& value) {
  const auto unusable = [&value](std::string reason) {
    return tl::unexpected(UnusableJwk{.kid = Shown(value, "kid"),
                                      .kty = Shown(value, "kty"),
                                      .use = Shown(value, "use"),
                                      .alg = Shown(value, "alg"),
                                      .reason = std::move(reason)});
  };
  if (value.AsObject() == nullptr) return unusable("not a JSON object");
  if (json::HasRepeatedName(*value.AsObject())) return unusable("a member appears twice");
  if (std::string reason = WrongPurpose(value); !reason.empty()) {
    return unusable(std::move(reason));
  }
  auto key = ReadPublicKey(value);
  if (!key) return unusable(std::move(key.error()));

  auto jwk = std::make_shared<Jwk>();
  if (const json::Value* kid = value.Find("kid")) jwk->kid = *kid->AsString();
  jwk->kty = *value.Find("kty")->AsString();
  jwk->algorithms = key->algorithms;
  if (const json::Value* name = value.Find("alg")) {
    const std::optional<Algorithm> algorithm = ParseAlgorithm(*name->AsString());
    if (!algorithm || !key->algorithms.Contains(*algorithm)) {
      return unusable("alg \"" + Shown(value, "alg") + "\" is no signature algorithm for this key");
    }
    jwk->algorithms = {};
    jwk->algorithms.Add(*algorithm);
  }
  jwk->thumbprint = std::move(key->thumbprint);
  jwk->key = std::move(key->key);
  jwk->verifier = std::make_shared<SignatureVerifier>(jwk->key, jwk->algorithms);
  return jwk;
}

}  // namespace cq::jose
