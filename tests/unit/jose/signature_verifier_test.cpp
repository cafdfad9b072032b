#include "jose/signature_verifier.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "jose/public_key.h"
#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

using testing::KeyFor;

SignatureVerifier VerifierOf(const testing::SigningKey& key) {
  const auto read = ReadPublicKey(key.PublicJwk());
  EXPECT_TRUE(read.has_value());
  return {read->key, read->algorithms};
}

TEST(SignatureVerifierTest, AcceptsTheSignaturesOfItsKeyOnly) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    const SignatureVerifier verifier = VerifierOf(KeyFor(algorithm));
    const std::string good = KeyFor(algorithm).Sign(algorithm, "text");
    EXPECT_TRUE(verifier.Verify(algorithm, "text", good)) << AlgorithmName(algorithm);
    EXPECT_FALSE(verifier.Verify(algorithm, "texu", good)) << AlgorithmName(algorithm);
    EXPECT_FALSE(verifier.Verify(algorithm, "", good)) << AlgorithmName(algorithm);
    const std::string foreign = testing::SigningKey::Make(algorithm).Sign(algorithm, "text");
    EXPECT_FALSE(verifier.Verify(algorithm, "text", foreign)) << AlgorithmName(algorithm);
  }
}

TEST(SignatureVerifierTest, AnEmptyTextCanBeSigned) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    EXPECT_TRUE(
        VerifierOf(KeyFor(algorithm)).Verify(algorithm, "", KeyFor(algorithm).Sign(algorithm, "")))
        << AlgorithmName(algorithm);
  }
}

TEST(SignatureVerifierTest, LengthsAreExact) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    const SignatureVerifier verifier = VerifierOf(KeyFor(algorithm));
    const std::string good = KeyFor(algorithm).Sign(algorithm, "text");
    for (const std::string& signature :
         {std::string(), good.substr(1), good.substr(0, good.size() - 1), good + '\0',
          std::string("\0", 1) + good, good + good, std::string(good.size(), '\0'),
          std::string(good.size(), '\xff')}) {
      EXPECT_FALSE(verifier.Verify(algorithm, "text", signature))
          << AlgorithmName(algorithm) << " with " << signature.size() << " bytes";
    }
  }
}

TEST(SignatureVerifierTest, ASignatureCountsUnderItsOwnAlgorithmOnly) {
  for (const Algorithm signed_with : kAllAlgorithms) {
    const SignatureVerifier verifier = VerifierOf(KeyFor(signed_with));
    const std::string signature = KeyFor(signed_with).Sign(signed_with, "text");
    for (const Algorithm claimed : kAllAlgorithms) {
      EXPECT_EQ(verifier.Verify(claimed, "text", signature), claimed == signed_with)
          << AlgorithmName(signed_with) << " as " << AlgorithmName(claimed);
    }
  }
}

TEST(SignatureVerifierTest, AlgorithmsThatWereNotGivenVerifyNothing) {
  const testing::SigningKey& key = KeyFor(Algorithm::kRs256);
  AlgorithmSet only;
  only.Add(Algorithm::kRs512);
  const SignatureVerifier verifier(ReadPublicKey(key.PublicJwk())->key, only);
  EXPECT_TRUE(verifier.Verify(Algorithm::kRs512, "text", key.Sign(Algorithm::kRs512, "text")));
  EXPECT_FALSE(verifier.Verify(Algorithm::kRs256, "text", key.Sign(Algorithm::kRs256, "text")));
}

TEST(SignatureVerifierTest, TheErrorQueueStaysAsItWas) {
  for (const Algorithm algorithm : kAllAlgorithms) {
    const SignatureVerifier verifier = VerifierOf(KeyFor(algorithm));
    const std::string signature = KeyFor(algorithm).Sign(algorithm, "text");
    ERR_clear_error();
    EXPECT_FALSE(verifier.Verify(algorithm, "other", signature));
    EXPECT_EQ(ERR_peek_error(), 0U) << AlgorithmName(algorithm);
    ERR_raise(ERR_LIB_USER, 7);
    EXPECT_FALSE(verifier.Verify(algorithm, "other", signature));
    EXPECT_EQ(ERR_GET_REASON(ERR_get_error()), 7) << AlgorithmName(algorithm);
    EXPECT_EQ(ERR_peek_error(), 0U) << AlgorithmName(algorithm);
  }
}

TEST(SignatureVerifierTest, ThreadsShareOne) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 50;
  for (const Algorithm algorithm : kAllAlgorithms) {
    const SignatureVerifier verifier = VerifierOf(KeyFor(algorithm));
    const std::string signature = KeyFor(algorithm).Sign(algorithm, "text");
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int round = 0; round < kRounds; ++round) {
          if (!verifier.Verify(algorithm, "text", signature)) ++wrong;
          if (verifier.Verify(algorithm, "other", signature)) ++wrong;
        }
      });
    }
    threads.clear();
    EXPECT_EQ(wrong, 0) << AlgorithmName(algorithm);
  }
}

}  // namespace
}  // namespace cq::jose
