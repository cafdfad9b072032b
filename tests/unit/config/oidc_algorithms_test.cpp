#include <gtest/gtest.h>

#include <cstddef>

#include "config/oidc_values.h"
#include "jose/algorithm.h"

namespace cq::config {
namespace {

TEST(OidcAlgorithmsTest, TheConfigurationKnowsWhatCanBeVerified) {
  EXPECT_EQ(OidcAlgorithmNames().size(), jose::kAlgorithmCount);
  for (const std::string_view name : OidcAlgorithmNames()) {
    const auto algorithm = jose::ParseAlgorithm(name);
    ASSERT_TRUE(algorithm) << name;
    EXPECT_EQ(jose::AlgorithmName(*algorithm), name);
  }
}

}  // namespace
}  // namespace cq::config
