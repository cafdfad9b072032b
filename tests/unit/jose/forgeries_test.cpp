// Attacks on verifiers that worked elsewhere.
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <string>
#include <string_view>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

using testing::KeyFor;
using testing::SigningKey;

std::string Outcome(std::string_view token, Algorithm algorithm) {
  return jose::Outcome(token, Policy(), KeySet({JwkOf(KeyFor(algorithm), "key-1")}));
}

std::string WithSignature(const json::Object& header, std::string_view signature) {
  return testing::SigningInput(Text(header), Text(GoodClaims())) + "." +
         crypto::EncodeBase64Url(signature);
}

std::string Hmac(std::string_view key, std::string_view text) {
  std::string mac(32, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &size);
  return mac;
}

std::string Pem(const SigningKey& key) {
  BIO* out = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(out, key.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(out);
  return text;
}

std::string Der(const SigningKey& key) {
  unsigned char* data = nullptr;
  const int size = i2d_PUBKEY(key.get(), &data);
  std::string bytes(reinterpret_cast<char*>(data), static_cast<std::size_t>(size));
  OPENSSL_free(data);
  return bytes;
}

TEST(ForgeriesTest, NoAlgorithmNoSignature) {
  for (const std::string_view none : {"none", "None", "NONE", "nOnE", ""}) {
    for (const std::string_view signature : {"", "x"}) {
      EXPECT_EQ(
          Outcome(WithSignature(With(GoodHeader(), "alg", none), signature), Algorithm::kRs256),
          "algorithm_not_allowed")
          << none;
    }
  }
}

TEST(ForgeriesTest, ThePublicKeyIsNoHmacSecret) {
  const SigningKey& key = KeyFor(Algorithm::kRs256);
  const json::Value jwk = key.PublicJwk();
  const std::string modulus = *crypto::DecodeBase64Url(*jwk.Find("n")->AsString());
  const json::Object header = With(GoodHeader(), "alg", "HS256");
  const std::string input = testing::SigningInput(Text(header), Text(GoodClaims()));
  for (const std::string& secret :
       {Pem(key), Der(key), modulus, Text(key.PublicJwk()), std::string()}) {
    EXPECT_EQ(
        Outcome(input + "." + crypto::EncodeBase64Url(Hmac(secret, input)), Algorithm::kRs256),
        "algorithm_not_allowed");
  }
  // The same under a name that is allowed.
  const std::string as_rsa = testing::SigningInput(Text(GoodHeader()), Text(GoodClaims()));
  EXPECT_EQ(
      Outcome(as_rsa + "." + crypto::EncodeBase64Url(Hmac(Pem(key), as_rsa)), Algorithm::kRs256),
      "bad_signature");
}

TEST(ForgeriesTest, AKeyThatTheTokenBringsIsIgnored) {
  const SigningKey attacker = SigningKey::Rsa();
  const json::Object jwk = JwkOf(attacker, "key-1");
  for (const json::Object& header :
       {With(GoodHeader(), "jwk", jwk), With(GoodHeader(), "jku", "https://evil.example/jwks"),
        With(GoodHeader(), "x5u", "https://evil.example/cert"),
        With(GoodHeader(), "x5c", json::Array{crypto::EncodeBase64Url(Der(attacker))})}) {
    const std::string token =
        testing::SignedToken(attacker, Algorithm::kRs256, Text(header), Text(GoodClaims()));
    EXPECT_EQ(Outcome(token, Algorithm::kRs256), "bad_signature") << Text(header);
    const json::Object unknown = With(header, "kid", "attacker");
    EXPECT_EQ(Outcome(testing::SignedToken(attacker, Algorithm::kRs256, Text(unknown),
                                           Text(GoodClaims())),
                      Algorithm::kRs256),
              "unknown_key");
  }
}

TEST(ForgeriesTest, PsychicSignatures) {
  for (const auto& [algorithm, size] :
       {std::pair(Algorithm::kEs256, 64U), std::pair(Algorithm::kEs384, 96U),
        std::pair(Algorithm::kEs512, 132U), std::pair(Algorithm::kEdDsa, 64U)}) {
    const std::string zeros(size, '\0');
    std::string ones = zeros;
    ones[size / 2 - 1] = 1;
    ones[size - 1] = 1;
    for (const std::string& signature : {zeros, ones, std::string(size, '\xff')}) {
      EXPECT_EQ(Outcome(WithSignature(GoodHeader(algorithm), signature), algorithm),
                "bad_signature")
          << AlgorithmName(algorithm);
    }
  }
}

TEST(ForgeriesTest, NoSignatureAtAll) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    EXPECT_EQ(Outcome(WithSignature(GoodHeader(algorithm), ""), algorithm), "bad_signature")
        << AlgorithmName(algorithm);
  }
}

TEST(ForgeriesTest, DerIsNoJwsSignature) {
  const SigningKey& key = KeyFor(Algorithm::kEs256);
  const std::string input =
      testing::SigningInput(Text(GoodHeader(Algorithm::kEs256)), Text(GoodClaims()));
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ASSERT_EQ(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get()), 1);
  std::string der(128, '\0');
  std::size_t size = der.size();
  ASSERT_EQ(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(der.data()), &size,
                           reinterpret_cast<const unsigned char*>(input.data()), input.size()),
            1);
  EVP_MD_CTX_free(context);
  der.resize(size);
  EXPECT_EQ(Outcome(input + "." + crypto::EncodeBase64Url(der), Algorithm::kEs256),
            "bad_signature");
}

TEST(ForgeriesTest, ASignatureCountsForOneTextOnly) {
  const SigningKey& key = KeyFor(Algorithm::kRs256);
  const std::string token =
      testing::SignedToken(key, Algorithm::kRs256, Text(GoodHeader()), Text(GoodClaims()));
  ASSERT_EQ(Outcome(token, Algorithm::kRs256), "accepted");
  const std::string signature = token.substr(token.rfind('.'));
  const std::string other =
      testing::SigningInput(Text(GoodHeader()), Text(With(GoodClaims(), "sub", "mallory")));
  EXPECT_EQ(Outcome(other + signature, Algorithm::kRs256), "bad_signature");
}

}  // namespace
}  // namespace cq::jose
