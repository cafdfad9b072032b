#include "jose/algorithm.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "jose/refusal.h"
#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

TEST(AlgorithmTest, EachIsFoundByItsOwnName) {
  std::set<std::string_view> names;
  for (const Algorithm algorithm : kAllAlgorithms) {
    names.insert(AlgorithmName(algorithm));
    EXPECT_EQ(ParseAlgorithm(AlgorithmName(algorithm)), algorithm);
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                                               "ES256", "ES384", "ES512", "EdDSA"}));
}

TEST(AlgorithmTest, NothingElseHasAName) {
  for (const std::string_view name :
       {"none", "None", "NONE", "HS256", "HS384", "HS512", "rs256", "Rs256", "RS256 ", "", "ES256K",
        "Ed25519", "Ed448", "RSA-OAEP", "ES521"}) {
    EXPECT_EQ(ParseAlgorithm(name), std::nullopt) << name;
  }
}

TEST(AlgorithmSetTest, HoldsWhatWasAdded) {
  AlgorithmSet set;
  EXPECT_TRUE(set.IsEmpty());
  set.Add(Algorithm::kEs256);
  EXPECT_FALSE(set.IsEmpty());
  for (const Algorithm algorithm : kAllAlgorithms) {
    EXPECT_EQ(set.Contains(algorithm), algorithm == Algorithm::kEs256);
  }
}

TEST(RefusalTest, EachHasANameOfItsOwn) {
  std::set<std::string_view> names;
  constexpr int kCount = static_cast<int>(Refusal::kBadSignature) + 1;
  for (int i = 0; i < kCount; ++i) {
    const std::string_view name = RefusalName(static_cast<Refusal>(i));
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos);
    names.insert(name);
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kCount));
}

}  // namespace
}  // namespace cq::jose
