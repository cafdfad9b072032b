#include "config/suggest.h"

#include <gtest/gtest.h>

namespace cq::config {
namespace {

TEST(NearestNameTest, FindsMisspellings) {
  const std::vector<std::string_view> names{"CQ_HOST", "CQ_PORT", "CQ_JWT_SECRET"};
  EXPECT_EQ(NearestName("CQ_PROT", names), "CQ_PORT");
  EXPECT_EQ(NearestName("CQ_JWT_SECRETS", names), "CQ_JWT_SECRET");
  EXPECT_EQ(NearestName("CQ_JWTSECRET", names), "CQ_JWT_SECRET");
  EXPECT_EQ(NearestName("CQ_HOST", names), "CQ_HOST");
}

TEST(NearestNameTest, StaysSilentWhenNothingIsNear) {
  EXPECT_EQ(NearestName("CQ_COMPLETELY_DIFFERENT", {"CQ_HOST", "CQ_PORT"}), std::nullopt);
  EXPECT_EQ(NearestName("CQ_HOST", {}), std::nullopt);
}

}  // namespace
}  // namespace cq::config
