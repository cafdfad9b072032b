// What verifying a whole token costs, beside OpenSSL's own verification of the same signature.
//
// RawPrepared is the fastest way through EVP: a digest, and a context that was prepared once and is
// used by one thread. RawFresh is the usual way: a context for each signature.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include "jose/jwt.h"
#include "json/parse.h"
#include "support/signing_key.h"

namespace cq::jose {
namespace {

using testing::KeyFor;

constexpr std::int64_t kNowSeconds = 1'795'465'285;
constexpr TimePoint kNow{std::chrono::seconds(kNowSeconds)};

// Shaped as Keycloak's, and as RFC 9068 asks for and no more.
constexpr std::string_view kPlainClaims =
    R"({"jti":"SiG5KcjOqzaCXBhhoyGpTCi5tcgpQb0c9snOb_pGgC7","sub":"cq-agent","iat":1795465249,)"
    R"("exp":1795465549,"client_id":"cq-agent","iss":"https://idp.example/realms/cq",)"
    R"("aud":"cq-server"})";
constexpr std::string_view kClaims =
    R"({"exp":1795465589,"iat":1795465289,"auth_time":1795465289,)"
    R"("jti":"9385c672-7f45-4685-9463-ba544861e765","iss":"https://idp.example/realms/cq",)"
    R"("aud":["cq-server","account"],"sub":"b473baf4-067a-41d3-abde-aa799bb80d7c","typ":"Bearer",)"
    R"("azp":"cq-cli","sid":"762e4ace-5067-454e-a43b-1247946f92b6","acr":"1",)"
    R"("allowed-origins":["http://127.0.0.1","http://localhost"],)"
    R"("realm_access":{"roles":["cq-admin","offline_access","default-roles-cq","user"]},)"
    R"("resource_access":{"account":{"roles":["manage-account","manage-account-links",)"
    R"("view-profile"]}},"scope":"openid email profile","email_verified":true,)"
    R"("name":"Alice Example","preferred_username":"alice","given_name":"Alice",)"
    R"("family_name":"Example","email":"alice@example.com"})";

struct Sample {
  std::string token;
  std::string signing_input;
  std::string signature;  // as EVP takes it
  std::unique_ptr<JwkSet> keys;
  TokenPolicy policy;
};

// ECDSA signatures come out of the EVP as they go into it.
std::string EvpSignature(const testing::SigningKey& key, Algorithm algorithm,
                         std::string_view input) {
  if (!AlgorithmName(algorithm).starts_with("ES")) return key.Sign(algorithm, input);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  std::string signature(256, '\0');
  std::size_t size = signature.size();
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(input.data()), input.size());
  signature.resize(size);
  return signature;
}

Sample MakeSample(Algorithm algorithm, std::string_view claims = kClaims) {
  const testing::SigningKey& key = KeyFor(algorithm);
  const std::string header =
      R"({"alg":")" + std::string(AlgorithmName(algorithm)) +
      R"(","typ":"JWT","kid":"M7K2GctMNmcFYa8pJbCWSH56uv7DlPisHxFKgYu3p9w"})";
  Sample sample;
  sample.token = testing::SignedToken(key, algorithm, header, claims);
  sample.signing_input = testing::SigningInput(header, claims);
  sample.signature = EvpSignature(key, algorithm, sample.signing_input);
  json::Object jwk = key.PublicJwk();
  jwk.emplace_back("kid", "M7K2GctMNmcFYa8pJbCWSH56uv7DlPisHxFKgYu3p9w");
  sample.keys = std::make_unique<JwkSet>(JwkSet::Parse(testing::KeySetText({jwk})).value());
  sample.policy.issuer = "https://idp.example/realms/cq";
  sample.policy.audiences = {"cq-server"};
  sample.policy.algorithms.Add(algorithm);
  return sample;
}

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void Require(bool holds) {
  if (!holds) throw std::runtime_error("a good signature was refused");
}

void Token(benchmark::State& state, Algorithm algorithm, std::string_view claims) {
  const Sample sample = MakeSample(algorithm, claims);
  for (auto _ : state) {
    const auto read = ReadToken(sample.token, sample.policy, kNow);
    Require(read && VerifySignature(*read, *sample.keys));
  }
}

void RawPrepared(benchmark::State& state, Algorithm algorithm) {
  const Sample sample = MakeSample(algorithm);
  if (algorithm == Algorithm::kEdDsa) {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, KeyFor(algorithm).get());
    for (auto _ : state) {
      Require(EVP_DigestVerify(context, Bytes(sample.signature), sample.signature.size(),
                               Bytes(sample.signing_input), sample.signing_input.size()) == 1);
    }
    EVP_MD_CTX_free(context);
    return;
  }
  EVP_MD* digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(KeyFor(algorithm).get(), nullptr);
  EVP_PKEY_verify_init(context);
  EVP_PKEY_CTX_set_signature_md(context, digest);
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  for (auto _ : state) {
    EVP_Digest(sample.signing_input.data(), sample.signing_input.size(), hash, &size, digest,
               nullptr);
    Require(EVP_PKEY_verify(context, Bytes(sample.signature), sample.signature.size(), hash,
                            size) == 1);
  }
  EVP_PKEY_CTX_free(context);
  EVP_MD_free(digest);
}

void RawFresh(benchmark::State& state, Algorithm algorithm) {
  const Sample sample = MakeSample(algorithm);
  EVP_MD* digest =
      algorithm == Algorithm::kEdDsa ? nullptr : EVP_MD_fetch(nullptr, "SHA256", nullptr);
  for (auto _ : state) {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, digest, nullptr, KeyFor(algorithm).get());
    Require(EVP_DigestVerify(context, Bytes(sample.signature), sample.signature.size(),
                             Bytes(sample.signing_input), sample.signing_input.size()) == 1);
    EVP_MD_CTX_free(context);
  }
  EVP_MD_free(digest);
}

// All but the signature: what a flood of forged tokens costs at most.
void ReadOnly(benchmark::State& state) {
  const Sample sample = MakeSample(Algorithm::kRs256);
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadToken(sample.token, sample.policy, kNow));
  }
}

void Peek(benchmark::State& state) {
  const Sample sample = MakeSample(Algorithm::kRs256);
  for (auto _ : state) benchmark::DoNotOptimize(PeekAlgorithm(sample.token));
}

BENCHMARK_CAPTURE(RawPrepared, RS256, Algorithm::kRs256);
BENCHMARK_CAPTURE(RawFresh, RS256, Algorithm::kRs256);
BENCHMARK_CAPTURE(Token, RS256, Algorithm::kRs256, kClaims);
BENCHMARK_CAPTURE(Token, RS256_Plain, Algorithm::kRs256, kPlainClaims);
BENCHMARK_CAPTURE(RawPrepared, ES256, Algorithm::kEs256);
BENCHMARK_CAPTURE(RawFresh, ES256, Algorithm::kEs256);
BENCHMARK_CAPTURE(Token, ES256, Algorithm::kEs256, kClaims);
BENCHMARK_CAPTURE(Token, ES256_Plain, Algorithm::kEs256, kPlainClaims);
BENCHMARK_CAPTURE(RawPrepared, EdDSA, Algorithm::kEdDsa);
BENCHMARK_CAPTURE(RawFresh, EdDSA, Algorithm::kEdDsa);
BENCHMARK_CAPTURE(Token, EdDSA, Algorithm::kEdDsa, kClaims);
BENCHMARK_CAPTURE(Token, EdDSA_Plain, Algorithm::kEdDsa, kPlainClaims);
BENCHMARK(ReadOnly);
BENCHMARK(Peek);

}  // namespace
}  // namespace cq::jose

BENCHMARK_MAIN();
