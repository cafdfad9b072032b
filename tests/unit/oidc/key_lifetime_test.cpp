#include "oidc/key_lifetime.h"

#include <gtest/gtest.h>

namespace cq::oidc {
namespace {

struct Case {
  std::string_view cache_control;
  long seconds;
};

class KeyLifetimeTest : public testing::TestWithParam<Case> {};

TEST_P(KeyLifetimeTest, IsMaxAgeWithinBounds) {
  EXPECT_EQ(KeyLifetime(GetParam().cache_control).count(), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(
    Headers, KeyLifetimeTest,
    testing::Values(Case{"", 600}, Case{"max-age=300", 300}, Case{"public, max-age=21600", 21600},
                    Case{"Max-Age=120 , must-revalidate", 120}, Case{"max-age=\"90\"", 90},
                    Case{"max-age=0", 60}, Case{"max-age=59", 60}, Case{"max-age=60", 60},
                    Case{"max-age=86400", 86400}, Case{"max-age=86401", 86400},
                    Case{"max-age=99999999999999999999999999", 86400}, Case{"no-cache", 600},
                    Case{"no-store, max-age=0", 60}, Case{"max-age=-1", 600},
                    Case{"max-age=1e3", 600}, Case{"max-age=", 600}, Case{"max-age", 600},
                    Case{"max-age=x, max-age=70", 70}, Case{"s-maxage=100", 600},
                    Case{"x-max-age=100", 600}, Case{",,,", 600}));

}  // namespace
}  // namespace cq::oidc
