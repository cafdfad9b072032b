#include <gtest/gtest.h>

#include <string>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

using testing::KeyFor;
using testing::SigningKey;

std::string Token(const SigningKey& key, Algorithm algorithm, const json::Object& header) {
  return testing::SignedToken(key, algorithm, Text(header), Text(GoodClaims()));
}

TEST(VerifySignatureTest, TheKeyThatVerifiedIsGiven) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    const JwkSet keys =
        KeySet({JwkOf(SigningKey::Make(algorithm), "key-0"), JwkOf(KeyFor(algorithm), "key-1")});
    const std::string token = Token(KeyFor(algorithm), algorithm, GoodHeader(algorithm));
    const auto read = ReadToken(token, Policy(), kNow);
    ASSERT_TRUE(read.has_value());
    const auto key = VerifySignature(*read, keys);
    ASSERT_TRUE(key.has_value()) << AlgorithmName(algorithm);
    EXPECT_EQ(*key, keys.keys()[1]);
  }
}

TEST(VerifySignatureTest, TheKidChoosesTheKey) {
  const SigningKey& signer = KeyFor(Algorithm::kEs256);
  const SigningKey other = SigningKey::Ec("P-256");
  const std::string token = Token(signer, Algorithm::kEs256, GoodHeader(Algorithm::kEs256));
  const auto outcome = [&token](json::Array keys) {
    return Outcome(token, Policy(), KeySet(std::move(keys)));
  };
  EXPECT_EQ(outcome({JwkOf(signer, "key-1")}), "accepted");
  EXPECT_EQ(outcome({}), "unknown_key");
  EXPECT_EQ(outcome({JwkOf(signer, "key-2")}), "unknown_key");
  EXPECT_EQ(outcome({JwkOf(signer, "KEY-1")}), "unknown_key");
  EXPECT_EQ(outcome({signer.PublicJwk()}), "unknown_key");
  EXPECT_EQ(outcome({JwkOf(other, "key-1")}), "bad_signature");
  EXPECT_EQ(outcome({JwkOf(other, "key-1"), JwkOf(signer, "key-2")}), "bad_signature");
}

TEST(VerifySignatureTest, TwoKeysOfOneKidAreBothTried) {
  const SigningKey& signer = KeyFor(Algorithm::kRs256);
  const SigningKey first = SigningKey::Rsa();
  const SigningKey second = SigningKey::Rsa();
  const std::string token = Token(signer, Algorithm::kRs256, GoodHeader());
  for (const json::Array& keys :
       {json::Array{JwkOf(signer, "key-1"), JwkOf(first, "key-1")},
        json::Array{JwkOf(first, "key-1"), JwkOf(second, "key-1"), JwkOf(signer, "key-1")},
        json::Array{JwkOf(KeyFor(Algorithm::kEs256), "key-1"), JwkOf(signer, "key-1")},
        json::Array{With(JwkOf(signer, "key-1"), "use", "enc"), JwkOf(signer, "key-1")}}) {
    EXPECT_EQ(Outcome(token, Policy(), KeySet(keys)), "accepted");
  }
  EXPECT_EQ(Outcome(token, Policy(), KeySet({JwkOf(first, "key-1"), JwkOf(second, "key-1")})),
            "bad_signature");
}

TEST(VerifySignatureTest, WithoutKidExactlyOneKeyMustFit) {
  const SigningKey& rsa = KeyFor(Algorithm::kRs256);
  const SigningKey& ec = KeyFor(Algorithm::kEs256);
  const json::Object header = Without(GoodHeader(), "kid");
  const std::string token = Token(rsa, Algorithm::kRs256, header);
  const auto outcome = [&token](json::Array keys) {
    return Outcome(token, Policy(), KeySet(std::move(keys)));
  };
  EXPECT_EQ(outcome({rsa.PublicJwk()}), "accepted");
  EXPECT_EQ(outcome({JwkOf(rsa, "any"), JwkOf(ec, "other")}), "accepted");
  const SigningKey second = SigningKey::Rsa();
  EXPECT_EQ(outcome({JwkOf(rsa, "a"), With(JwkOf(second, "b"), "alg", "RS512")}), "accepted");
  EXPECT_EQ(outcome({JwkOf(rsa, "a"), With(JwkOf(second, "b"), "use", "enc")}), "accepted");
  EXPECT_EQ(outcome({JwkOf(rsa, "a"), JwkOf(second, "b")}), "ambiguous_key");
  EXPECT_EQ(outcome({JwkOf(rsa, "a"), JwkOf(rsa, "a")}), "ambiguous_key");
  EXPECT_EQ(outcome({JwkOf(ec, "a")}), "unknown_key");
  EXPECT_EQ(outcome({}), "unknown_key");
  EXPECT_EQ(outcome({JwkOf(second, "b")}), "bad_signature");
}

TEST(VerifySignatureTest, AnEmptyKidIsAKid) {
  const SigningKey& key = KeyFor(Algorithm::kEs256);
  const std::string token =
      Token(key, Algorithm::kEs256, With(GoodHeader(Algorithm::kEs256), "kid", ""));
  EXPECT_EQ(Outcome(token, Policy(), KeySet({JwkOf(key, "")})), "accepted");
  EXPECT_EQ(Outcome(token, Policy(), KeySet({JwkOf(key, "key-1")})), "unknown_key");
  EXPECT_EQ(Outcome(token, Policy(), KeySet({key.PublicJwk()})), "unknown_key");
}

TEST(VerifySignatureTest, TheAlgorithmOfTheKeyIsTheAlgorithmOfTheToken) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    const SigningKey& key = KeyFor(algorithm);
    const std::string token = Token(key, algorithm, GoodHeader(algorithm));
    for (const Algorithm stated : kAllAlgorithms) {
      const json::Object jwk = With(JwkOf(key, "key-1"), "alg", AlgorithmName(stated));
      EXPECT_EQ(Outcome(token, Policy(), KeySet({jwk})),
                stated == algorithm ? "accepted" : "unknown_key")
          << AlgorithmName(algorithm) << " under " << AlgorithmName(stated);
    }
  }
}

TEST(VerifySignatureTest, ACurveHasOneAlgorithm) {
  for (const auto& [signed_with, claimed] : {std::pair(Algorithm::kEs256, Algorithm::kEs384),
                                             std::pair(Algorithm::kEs384, Algorithm::kEs512),
                                             std::pair(Algorithm::kEs512, Algorithm::kEs256),
                                             std::pair(Algorithm::kEdDsa, Algorithm::kEs256)}) {
    const SigningKey& key = KeyFor(signed_with);
    EXPECT_EQ(Outcome(Token(key, signed_with, GoodHeader(claimed)), Policy(),
                      KeySet({JwkOf(key, "key-1")})),
              "unknown_key");
  }
}

}  // namespace
}  // namespace cq::jose
