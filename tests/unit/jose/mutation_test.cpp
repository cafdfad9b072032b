// Good tokens of every algorithm, changed in one place.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

using testing::KeyFor;

class MutationTest : public ::testing::TestWithParam<Algorithm> {
 protected:
  MutationTest()
      : algorithm_(GetParam()),
        keys_(KeySet({With(JwkOf(KeyFor(algorithm_), "key-1"), "alg", AlgorithmName(algorithm_))})),
        token_(testing::SignedToken(KeyFor(algorithm_), algorithm_, Text(GoodHeader(algorithm_)),
                                    Text(GoodClaims()))),
        signature_(token_.substr(token_.rfind('.'))) {}

  std::string OutcomeOf(std::string_view token) const { return Outcome(token, Policy(), keys_); }

  // Under the signature of the good token.
  std::string OutcomeOf(const json::Object& header, const json::Object& claims) const {
    return OutcomeOf(testing::SigningInput(Text(header), Text(claims)) + signature_);
  }

  const Algorithm algorithm_;
  const JwkSet keys_;
  const std::string token_;
  const std::string signature_;
};

struct Mutation {
  std::string_view member;
  json::Value value;
  std::string_view outcome;
};

TEST_P(MutationTest, TheTokenItselfIsGood) { EXPECT_EQ(OutcomeOf(token_), "accepted"); }

TEST_P(MutationTest, EveryHeaderMember) {
  const std::vector<Mutation> mutations = {
      {"alg", "none", "algorithm_not_allowed"},
      {"alg", "HS256", "algorithm_not_allowed"},
      {"typ", "JWT", "bad_signature"},
      {"typ", "id+jwt", "wrong_type"},
      {"kid", "key-2", "unknown_key"},
      {"kid", "", "unknown_key"},
      {"crit", json::Array{"exp"}, "unsupported_extension"},
      {"b64", false, "unsupported_extension"},
      {"jku", "https://evil.example", "bad_signature"},
      {"x", 1, "bad_signature"},
  };
  for (const Mutation& m : mutations) {
    EXPECT_EQ(OutcomeOf(With(GoodHeader(algorithm_), m.member, m.value), GoodClaims()), m.outcome)
        << m.member;
  }
  for (const Algorithm other : kAllAlgorithms) {
    if (other == algorithm_) continue;
    EXPECT_EQ(OutcomeOf(GoodHeader(other), GoodClaims()), "unknown_key") << AlgorithmName(other);
  }
  EXPECT_EQ(OutcomeOf(Without(GoodHeader(algorithm_), "alg"), GoodClaims()), "malformed");
  EXPECT_EQ(OutcomeOf(Without(GoodHeader(algorithm_), "typ"), GoodClaims()), "bad_signature");
  EXPECT_EQ(OutcomeOf(Without(GoodHeader(algorithm_), "kid"), GoodClaims()), "bad_signature");
}

TEST_P(MutationTest, EveryClaim) {
  const std::vector<Mutation> mutations = {
      {"iss", "https://evil.example", "wrong_issuer"},
      {"aud", "other-server", "wrong_audience"},
      {"aud", "cq-server", "bad_signature"},
      {"exp", kNowSeconds - 3600, "expired"},
      {"exp", kNowSeconds + 301, "bad_signature"},
      {"nbf", kNowSeconds + 3600, "not_yet_valid"},
      {"nbf", kNowSeconds - 11, "bad_signature"},
      {"iat", kNowSeconds + 3600, "issued_in_future"},
      {"iat", kNowSeconds - 11, "bad_signature"},
      {"sub", "", "missing_subject"},
      {"sub", "mallory", "bad_signature"},
      {"preferred_username", "mallory", "bad_signature"},
      {"typ", "ID", "wrong_type"},
      {"cnf", json::Object{{"jkt", "x"}}, "sender_constrained"},
      {"admin", true, "bad_signature"},
  };
  for (const Mutation& m : mutations) {
    EXPECT_EQ(OutcomeOf(GoodHeader(algorithm_), With(GoodClaims(), m.member, m.value)), m.outcome)
        << m.member;
  }
  const std::vector<std::pair<std::string_view, std::string_view>> removals = {
      {"iss", "wrong_issuer"},
      {"aud", "wrong_audience"},
      {"exp", "missing_expiry"},
      {"nbf", "bad_signature"},
      {"iat", "bad_signature"},
      {"sub", "missing_subject"},
      {"preferred_username", "bad_signature"}};
  for (const auto& [claim, outcome] : removals) {
    EXPECT_EQ(OutcomeOf(GoodHeader(algorithm_), Without(GoodClaims(), claim)), outcome) << claim;
  }
}

TEST_P(MutationTest, EveryByteOfTheSignature) {
  const std::string input = token_.substr(0, token_.rfind('.') + 1);
  const std::string good = *crypto::DecodeBase64Url(signature_.substr(1));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const unsigned int flip : {0x01U, 0x80U, 0xFFU}) {
      std::string changed = good;
      changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ flip);
      EXPECT_EQ(OutcomeOf(input + crypto::EncodeBase64Url(changed)), "bad_signature") << i;
    }
    EXPECT_EQ(OutcomeOf(input + crypto::EncodeBase64Url(good.substr(0, i))), "bad_signature") << i;
  }
}

TEST_P(MutationTest, EveryCharacterOfTheToken) {
  for (std::size_t i = 0; i < token_.size(); ++i) {
    std::string changed = token_;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(OutcomeOf(changed), "accepted") << i;
    changed[i] = '=';
    EXPECT_EQ(OutcomeOf(changed), "malformed") << i;
    changed.erase(i, 1);
    EXPECT_NE(OutcomeOf(changed), "accepted") << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Algorithms, MutationTest, ::testing::ValuesIn(kAllAlgorithms),
                         [](const auto& test) { return std::string(AlgorithmName(test.param)); });

}  // namespace
}  // namespace cq::jose
