#include "jose/jwk_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "jose/public_key.h"
#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

using ::testing::HasSubstr;
using testing::KeyFor;
using testing::SigningKey;

std::string Base64Url(std::string_view bytes) { return crypto::EncodeBase64Url(bytes); }

json::Object Rsa() { return JwkOf(KeyFor(Algorithm::kRs256), "rsa"); }
json::Object Ec() { return JwkOf(KeyFor(Algorithm::kEs256), "ec"); }
json::Object Okp() { return JwkOf(KeyFor(Algorithm::kEdDsa), "okp"); }

// An odd number of so many bits; whose factors nobody asks for.
json::Object RsaOfBits(std::size_t bits) {
  std::string modulus((bits + 7) / 8, '\xff');
  modulus[0] = static_cast<char>(0xFFU >> ((8 - bits % 8) % 8));
  return With(Rsa(), "n", Base64Url(modulus));
}

// Empty: usable.
std::string ReasonAgainst(const json::Value& jwk) {
  const JwkSet set = KeySet({jwk, Okp()});
  EXPECT_EQ(set.keys().size() + set.unusable().size(), 2U);
  EXPECT_EQ(set.keys().back()->kid, "okp") << "a bad key spoilt its neighbour";
  return set.unusable().empty() ? "" : set.unusable()[0].reason;
}

AlgorithmSet Algorithms(std::initializer_list<Algorithm> members) {
  AlgorithmSet set;
  for (const Algorithm algorithm : members) set.Add(algorithm);
  return set;
}

TEST(JwkSetTest, KnowsWhatEachKeyIsFor) {
  const JwkSet set = KeySet({Rsa(), Ec(), JwkOf(KeyFor(Algorithm::kEs384), "p384"),
                             JwkOf(KeyFor(Algorithm::kEs512), "p521"), Okp(),
                             KeyFor(Algorithm::kEs256).PublicJwk()});
  ASSERT_EQ(set.keys().size(), 6U);
  EXPECT_TRUE(set.unusable().empty());
  const auto& keys = set.keys();
  EXPECT_EQ(keys[0]->kid, "rsa");
  EXPECT_EQ(keys[0]->kty, "RSA");
  EXPECT_EQ(keys[0]->algorithms,
            Algorithms({Algorithm::kRs256, Algorithm::kRs384, Algorithm::kRs512, Algorithm::kPs256,
                        Algorithm::kPs384, Algorithm::kPs512}));
  EXPECT_EQ(keys[1]->kty, "EC");
  EXPECT_EQ(keys[1]->algorithms, Algorithms({Algorithm::kEs256}));
  EXPECT_EQ(keys[2]->algorithms, Algorithms({Algorithm::kEs384}));
  EXPECT_EQ(keys[3]->algorithms, Algorithms({Algorithm::kEs512}));
  EXPECT_EQ(keys[4]->kty, "OKP");
  EXPECT_EQ(keys[4]->algorithms, Algorithms({Algorithm::kEdDsa}));
  EXPECT_EQ(keys[5]->kid, std::nullopt);
  EXPECT_EQ(keys[5]->thumbprint, keys[1]->thumbprint);
}

TEST(JwkSetTest, AStatedAlgorithmIsTheOnlyOne) {
  const JwkSet set = KeySet({With(Rsa(), "alg", "PS384")});
  ASSERT_EQ(set.keys().size(), 1U);
  EXPECT_EQ(set.keys()[0]->algorithms, Algorithms({Algorithm::kPs384}));
}

TEST(JwkSetTest, WhatAUsableKeyMayHave) {
  for (const json::Object& jwk :
       {With(Rsa(), "use", "sig"), With(Rsa(), "key_ops", json::Array{"verify"}),
        With(Rsa(), "key_ops", json::Array{"sign", "verify"}), With(Rsa(), "x5c", json::Array{"!"}),
        With(Rsa(), "alg", "RS256"), With(Ec(), "alg", "ES256"), With(Okp(), "alg", "EdDSA"),
        With(Rsa(), "x", 1), With(Rsa(), "e", "Aw"), Without(Rsa(), "kid"),
        With(Rsa(), "kid", std::string(kMaxKidBytes, 'k')), RsaOfBits(kMinRsaModulusBits),
        RsaOfBits(kMinRsaModulusBits + 1), RsaOfBits(kMaxRsaModulusBits)}) {
    EXPECT_EQ(ReasonAgainst(jwk), "");
  }
}

struct UnusableCase {
  json::Value jwk;
  std::string_view reason;
};

TEST(JwkSetTest, SaysWhyAKeyIsUnusable) {
  const std::string even = [] {
    std::string modulus(256, '\xff');
    modulus.back() = '\xfe';
    return Base64Url(modulus);
  }();
  const std::string zeros = Base64Url(std::string(32, '\0'));
  const std::vector<UnusableCase> cases = {
      {7, "not a JSON object"},
      {"key", "not a JSON object"},
      {json::Array{}, "not a JSON object"},
      {json::Object{}, "kty is none of RSA, EC, OKP"},
      {Without(Rsa(), "kty"), "kty is none of"},
      {With(Rsa(), "kty", 1), "kty is none of"},
      {With(Rsa(), "kty", "rsa"), "kty is none of"},
      {With(Rsa(), "kty", "EC"), "EC curve is none of"},
      {json::Object{{"kty", "oct"}, {"k", "c2VjcmV0"}}, "a shared secret verifies nothing here"},
      {With(Rsa(), "kid", 1), "kid is no text"},
      {With(Rsa(), "kid", nullptr), "kid is no text"},
      {With(Rsa(), "kid", std::string(kMaxKidBytes + 1, 'k')), "kid of 257 bytes; at most 256"},
      {With(Rsa(), "use", "enc"), "use is \"enc\", not \"sig\""},
      {With(Rsa(), "use", "SIG"), "use is \"SIG\""},
      {With(Rsa(), "use", nullptr), "use is no text"},
      {With(Rsa(), "key_ops", json::Array{}), "key_ops does not have \"verify\""},
      {With(Rsa(), "key_ops", json::Array{"sign"}), "key_ops does not have"},
      {With(Rsa(), "key_ops", "verify"), "key_ops is no array"},
      {With(Rsa(), "alg", 256), "alg is no text"},
      {With(Rsa(), "alg", "RSA-OAEP"), "alg \"RSA-OAEP\" is no signature algorithm for this key"},
      {With(Rsa(), "alg", "HS256"), "alg \"HS256\" is no"},
      {With(Rsa(), "alg", "none"), "alg \"none\" is no"},
      {With(Rsa(), "alg", "ES256"), "alg \"ES256\" is no"},
      {With(Rsa(), "alg", ""), "alg \"\" is no"},
      {With(Ec(), "alg", "ES384"), "alg \"ES384\" is no"},
      {With(Ec(), "alg", "ES521"), "alg \"ES521\" is no"},
      {With(Okp(), "alg", "ES256"), "alg \"ES256\" is no"},
      {With(Rsa(), "d", "AQAB"), "contains a private key (d)"},
      {With(Rsa(), "p", 1), "contains a private key (p)"},
      {With(Rsa(), "qi", "AA"), "contains a private key (qi)"},
      {With(Rsa(), "oth", json::Array{}), "contains a private key (oth)"},
      {With(Ec(), "d", "AA"), "contains a private key (d)"},
      {With(Okp(), "d", ""), "contains a private key (d)"},
      {Without(Rsa(), "n"), "n is missing"},
      {Without(Rsa(), "e"), "e is missing"},
      {With(Rsa(), "n", 65537), "n is no text"},
      {With(Rsa(), "n", "***"), "n is not base64url"},
      {With(Rsa(), "n", *json::Value(Rsa()).Find("n")->AsString() + "=="), "n is not base64url"},
      {With(Rsa(), "n", ""), "RSA modulus of 0 bits"},
      {RsaOfBits(1024), "RSA modulus of 1024 bits; at least 2048 are needed"},
      {RsaOfBits(kMinRsaModulusBits - 1), "RSA modulus of 2047 bits"},
      {RsaOfBits(kMaxRsaModulusBits + 1), "RSA modulus of 16385 bits; at most 16384 are taken"},
      {With(Rsa(), "n", even), "RSA modulus is even"},
      {With(Rsa(), "e", "AQ"), "RSA exponent is not an odd number from 3"},
      {With(Rsa(), "e", "Ag"), "RSA exponent is not an odd"},
      {With(Rsa(), "e", "AQAA"), "RSA exponent is not an odd"},
      {With(Rsa(), "e", ""), "RSA exponent is not an odd"},
      {With(Rsa(), "e", "AAAA"), "RSA exponent is not an odd"},
      {With(Rsa(), "e", Base64Url(std::string(9, '\x01'))), "RSA exponent of 9 bytes; at most 8"},
      {With(Ec(), "crv", "secp256k1"), "EC curve is none of P-256, P-384, P-521"},
      {With(Ec(), "crv", "p-256"), "EC curve is none of"},
      {With(Ec(), "crv", "P-384"), "coordinates of P-384 have not 48 bytes each"},
      {Without(Ec(), "crv"), "EC curve is none of"},
      {Without(Ec(), "x"), "x is missing"},
      {Without(Ec(), "y"), "y is missing"},
      {With(Ec(), "x", "AA"), "coordinates of P-256 have not 32 bytes each"},
      {With(Ec(), "y", Base64Url(std::string(33, '\x01'))), "coordinates of P-256"},
      {With(Ec(), "y", zeros), "x and y are no point of P-256"},
      {With(With(Ec(), "x", zeros), "y", zeros), "x and y are no point of P-256"},
      {With(Ec(), "x", Base64Url(std::string(32, '\xff'))), "x and y are no point of P-256"},
      {With(Okp(), "crv", "X25519"), "OKP curve is not Ed25519"},
      {With(Okp(), "crv", "Ed448"), "OKP curve is not Ed25519"},
      {With(Okp(), "x", Base64Url(std::string(31, '\x01'))), "Ed25519 key of 31 bytes, not 32"},
      {With(Okp(), "x", "="), "x is not base64url"},
  };
  for (const UnusableCase& c : cases) {
    EXPECT_THAT(ReasonAgainst(c.jwk), HasSubstr(std::string(c.reason)))
        << json::Write(c.jwk, json::FloatStyle::kPython);
  }
}

TEST(JwkSetTest, UnusableKeysAreNamedForOperators) {
  const JwkSet set = KeySet({With(With(Rsa(), "use", "enc"), "alg", "RSA-OAEP")});
  ASSERT_EQ(set.unusable().size(), 1U);
  EXPECT_EQ(set.unusable()[0].kid, "rsa");
  EXPECT_EQ(set.unusable()[0].kty, "RSA");
  EXPECT_EQ(set.unusable()[0].use, "enc");
  EXPECT_EQ(set.unusable()[0].alg, "RSA-OAEP");
}

TEST(JwkSetTest, LongForeignTextsAreCutBetweenCharacters) {
  std::string use;
  for (int i = 0; i < 40; ++i) use += "€";
  const JwkSet set = KeySet({With(Rsa(), "use", use)});
  ASSERT_EQ(set.unusable().size(), 1U);
  EXPECT_EQ(set.unusable()[0].use, use.substr(0, 63) + "…");
}

TEST(JwkSetTest, ALeadingZeroChangesNoRsaKey) {
  const std::string modulus = *crypto::DecodeBase64Url(*json::Value(Rsa()).Find("n")->AsString());
  const json::Object padded = With(With(Rsa(), "n", Base64Url(std::string(1, '\0') + modulus)), "e",
                                   Base64Url(std::string("\0\1\0\1", 4)));
  const JwkSet set = KeySet({Rsa(), padded});
  ASSERT_EQ(set.keys().size(), 2U);
  EXPECT_EQ(set.keys()[0]->thumbprint, set.keys()[1]->thumbprint);
  // Nor does it make a short one long.
  EXPECT_THAT(
      ReasonAgainst(With(Rsa(), "n", Base64Url(std::string(129, '\0') + std::string(128, '\xff')))),
      HasSubstr("RSA modulus of 1024 bits"));
}

TEST(JwkSetTest, ARepeatedMemberSpoilsItsKeyOnly) {
  std::string twice = Text(Rsa());
  twice.insert(1, R"("e":"Aw",)");
  const auto set = JwkSet::Parse(R"({"keys":[)" + twice + "," + Text(Ec()) + "]}");
  ASSERT_TRUE(set.has_value());
  ASSERT_EQ(set->keys().size(), 1U);
  EXPECT_EQ(set->keys()[0]->kid, "ec");
  ASSERT_EQ(set->unusable().size(), 1U);
  EXPECT_EQ(set->unusable()[0].reason, "a member appears twice");
}

TEST(JwkSetTest, SaysWhatIsWrongWithTheDocument) {
  const std::vector<std::pair<std::string, std::string_view>> cases = {
      {"", "not JSON"},
      {"<html>", "not JSON"},
      {R"({"keys":[})", "not JSON"},
      {"{\"keys\":[\"\xff\"]}", "not JSON"},
      {R"({"keys":[]}x)", "not JSON"},
      {"[]", "not a JSON object"},
      {"{}", "no array \"keys\""},
      {R"({"keys":{}})", "no array \"keys\""},
      {R"({"keys":null})", "no array \"keys\""},
      {R"({"Keys":[]})", "no array \"keys\""},
      {R"({"keys":[],"keys":[]})", "a member twice"},
      {R"({"keys":)" + std::string(64, '[') + std::string(64, ']') + "}", "not JSON"},
  };
  for (const auto& [text, error] : cases) {
    const auto set = JwkSet::Parse(text);
    ASSERT_FALSE(set.has_value()) << text;
    EXPECT_THAT(set.error(), HasSubstr(std::string(error))) << text;
  }
}

TEST(JwkSetTest, MayBeEmptyAndHaveOtherMembers) {
  const auto set = JwkSet::Parse(R"({"x":{"y":1},"keys":[]})");
  ASSERT_TRUE(set.has_value());
  EXPECT_TRUE(set->keys().empty());
  EXPECT_TRUE(set->unusable().empty());
}

TEST(JwkSetTest, HasABoundInBytes) {
  std::string text = R"({"keys":[]})";
  text.append(kMaxJwkSetBytes - text.size(), ' ');
  EXPECT_TRUE(JwkSet::Parse(text).has_value());
  const auto set = JwkSet::Parse(text + " ");
  ASSERT_FALSE(set.has_value());
  EXPECT_EQ(set.error(), "the key set has more than 1048576 bytes");
}

TEST(JwkSetTest, HasABoundInKeys) {
  json::Array keys(kMaxJwkSetKeys - 1, json::Object{{"kty", "oct"}});
  keys.emplace_back(Ec());
  EXPECT_EQ(KeySet(keys).keys().size(), 1U);
  EXPECT_EQ(KeySet(keys).unusable().size(), kMaxJwkSetKeys - 1);
  keys.insert(keys.begin(), 2, json::Object{{"kty", "oct"}});
  const JwkSet set = KeySet(keys);
  EXPECT_TRUE(set.keys().empty());
  ASSERT_EQ(set.unusable().size(), kMaxJwkSetKeys + 1);
  EXPECT_EQ(set.unusable().back().reason, "2 further keys are not considered; 256 are");
}

TEST(JwkSetTest, ContainsTheSameKeyForTheSameUse) {
  const JwkSet set = KeySet({Rsa(), Ec()});
  const auto is_in_set = [&set](const json::Object& jwk) {
    return set.Contains(*KeySet({jwk}).keys()[0]);
  };
  EXPECT_TRUE(is_in_set(Rsa()));
  EXPECT_TRUE(is_in_set(With(Ec(), "use", "sig")));
  EXPECT_TRUE(is_in_set(With(Ec(), "alg", "ES256")));
  EXPECT_FALSE(is_in_set(With(Rsa(), "kid", "other")));
  EXPECT_FALSE(is_in_set(Without(Rsa(), "kid")));
  EXPECT_FALSE(is_in_set(With(Rsa(), "alg", "RS256")));
  EXPECT_FALSE(is_in_set(JwkOf(SigningKey::Ec("P-256"), "ec")));
  EXPECT_FALSE(JwkSet().Contains(*set.keys()[0]));
}

}  // namespace
}  // namespace cq::jose
