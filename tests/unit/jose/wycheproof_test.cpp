// Every vector of Project Wycheproof for JWS, JWK sets and the signature algorithms. Where a result
// differs from the file's, the vector is listed here with the reason.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "unit/jose/jws_outcome.h"
#include "unit/jose/test_data.h"

namespace cq::jose {
namespace {

using Exceptions = std::map<std::int64_t, std::string_view>;

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// Vectors accepted against the file, or refused against it, by tcId.
struct Surprises {
  std::set<std::int64_t> accepted;
  std::set<std::int64_t> refused;
  std::size_t run = 0;

  void Note(const json::Value& vector, bool is_accepted) {
    ++run;
    const std::string& result = TextOf(vector, "result");
    const std::int64_t id = NumberOf(vector, "tcId");
    if (is_accepted && result == "invalid") accepted.insert(id);
    if (!is_accepted && result == "valid") refused.insert(id);
  }
};

std::set<std::int64_t> Ids(const Exceptions& exceptions) {
  std::set<std::int64_t> ids;
  for (const auto& [id, reason] : exceptions) ids.insert(id);
  return ids;
}

// The group's set of keys, or its one key as a set. Without a public one it is of shared secrets.
JwkSet KeysOf(const json::Value& group) {
  const json::Value* key = group.Find("public");
  if (key == nullptr) key = &MemberOf(group, "private");
  const json::Value* keys = key->Find("keys");
  return KeySet(keys == nullptr ? json::Array{*key} : *keys->AsArray());
}

Surprises RunJwsFile(const std::string& name) {
  Surprises surprises;
  const json::Value file = LoadJson("wycheproof/" + name);
  for (const json::Value& group : ListOf(file, "testGroups")) {
    const JwkSet keys = KeysOf(group);
    for (const json::Value& vector : ListOf(group, "tests")) {
      const json::Value& jws = MemberOf(vector, "jws");
      const std::string text =
          jws.AsString() != nullptr ? *jws.AsString() : json::Write(jws, json::FloatStyle::kPython);
      surprises.Note(vector, JwsOutcome(text, keys) == "accepted");
    }
  }
  EXPECT_EQ(static_cast<std::int64_t>(surprises.run), NumberOf(file, "numberOfTests"));
  return surprises;
}

TEST(WycheproofTest, JsonWebSignature) {
  constexpr std::string_view kHmac = "HS256 is never accepted";
  constexpr std::string_view kOtherAlgorithm = "the JWK says PS256, the header PS384";
  constexpr std::string_view kMisspelt = "the JWK's alg is \"ES521\"";
  constexpr std::string_view kNoBase64Url = "'?' within base64url, and HS256";
  const Exceptions refused = {
      {1, kHmac},   {346, kOtherAlgorithm}, {347, kMisspelt},
      {348, kHmac}, {350, kOtherAlgorithm}, {351, kMisspelt},
      {352, kHmac}, {357, kHmac},           {358, kHmac},
      {359, kHmac}, {372, kNoBase64Url},    {373, kNoBase64Url},
      {376, kHmac}, {377, kHmac},
  };
  const Surprises surprises = RunJwsFile("json_web_signature_test.json");
  EXPECT_EQ(surprises.accepted, std::set<std::int64_t>());
  EXPECT_EQ(surprises.refused, Ids(refused));
}

TEST(WycheproofTest, JsonWebKey) {
  constexpr std::string_view kHmac = "HS* is never accepted";
  const Exceptions refused = {{2, kHmac}, {13, kHmac}, {14, kHmac}, {15, kHmac}};
  const Surprises surprises = RunJwsFile("json_web_key_test.json");
  EXPECT_EQ(surprises.accepted, std::set<std::int64_t>());
  EXPECT_EQ(surprises.refused, Ids(refused));
}

struct SignatureFile {
  std::string_view name;
  Algorithm algorithm;
  json::Object (*jwk)(const json::Value& public_key);
};

json::Object RsaJwk(const json::Value& key) {
  return {{"kty", "RSA"},
          {"n", crypto::EncodeBase64Url(FromHex(TextOf(key, "modulus")))},
          {"e", crypto::EncodeBase64Url(FromHex(TextOf(key, "publicExponent")))}};
}

// The coordinates stand in the point of SEC 1 in full length.
json::Object EcJwk(const json::Value& key) {
  const std::string point = FromHex(TextOf(key, "uncompressed"));
  const std::size_t size = (point.size() - 1) / 2;
  return {{"kty", "EC"},
          {"crv", size == 32   ? "P-256"
                  : size == 48 ? "P-384"
                               : "P-521"},
          {"x", crypto::EncodeBase64Url(point.substr(1, size))},
          {"y", crypto::EncodeBase64Url(point.substr(1 + size))}};
}

json::Object Ed25519Jwk(const json::Value& key) {
  return {{"kty", "OKP"},
          {"crv", "Ed25519"},
          {"x", crypto::EncodeBase64Url(FromHex(TextOf(key, "pk")))}};
}

TEST(WycheproofTest, Signatures) {
  const std::vector<SignatureFile> files = {
      {"ecdsa_secp256r1_sha256_p1363", Algorithm::kEs256, EcJwk},
      {"ecdsa_secp384r1_sha384_p1363", Algorithm::kEs384, EcJwk},
      {"ecdsa_secp521r1_sha512_p1363", Algorithm::kEs512, EcJwk},
      {"ed25519", Algorithm::kEdDsa, Ed25519Jwk},
      {"rsa_signature_2048_sha256", Algorithm::kRs256, RsaJwk},
      {"rsa_signature_3072_sha384", Algorithm::kRs384, RsaJwk},
      {"rsa_signature_4096_sha512", Algorithm::kRs512, RsaJwk},
      {"rsa_pss_2048_sha256_mgf1_32", Algorithm::kPs256, RsaJwk},
      {"rsa_pss_2048_sha384_mgf1_48", Algorithm::kPs384, RsaJwk},
      {"rsa_pss_4096_sha512_mgf1_64", Algorithm::kPs512, RsaJwk},
  };
  const std::optional<std::string> no_kid;
  for (const SignatureFile& file : files) {
    const json::Value data = LoadJson("wycheproof/" + std::string(file.name) + "_test.json");
    Surprises surprises;
    for (const json::Value& group : ListOf(data, "testGroups")) {
      const JwkSet keys = KeySet({file.jwk(MemberOf(group, "publicKey"))});
      EXPECT_EQ(keys.keys().size(), 1U) << file.name;
      for (const json::Value& vector : ListOf(group, "tests")) {
        const std::string text = FromHex(TextOf(vector, "msg"));
        const std::string signature = FromHex(TextOf(vector, "sig"));
        const auto key = VerifyJws({.algorithm = file.algorithm,
                                    .kid = no_kid,
                                    .signing_input = text,
                                    .signature = signature},
                                   keys);
        surprises.Note(vector, key.has_value());
      }
    }
    EXPECT_EQ(static_cast<std::int64_t>(surprises.run), NumberOf(data, "numberOfTests"));
    EXPECT_EQ(surprises.accepted, std::set<std::int64_t>()) << file.name;
    EXPECT_EQ(surprises.refused, std::set<std::int64_t>()) << file.name;
  }
}

}  // namespace
}  // namespace cq::jose
