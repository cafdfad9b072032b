#include "auth/login_throttle.h"

#include <gtest/gtest.h>

#include "crypto/random_bytes.h"

namespace cq::auth {
namespace {

using std::chrono::seconds;

constexpr TimePoint kNow{seconds(1'800'000'000)};

class FailureTableTest : public testing::Test {
 protected:
  void Fail(int times, TimePoint now) {
    for (int i = 0; i < times; ++i) table_.CountFailure("demo", now);
  }

  crypto::RandomBytes random_;
  FailureTable table_{{.failures = 10, .window = seconds(60)}, random_};
};

TEST_F(FailureTableTest, AllowsAsManyFailuresAsTheLimit) {
  Fail(9, kNow);
  EXPECT_EQ(table_.WaitAt("demo", kNow), std::nullopt);
  Fail(1, kNow);
  EXPECT_EQ(table_.WaitAt("demo", kNow), seconds(6));
}

TEST_F(FailureTableTest, ForgivesEvenly) {
  Fail(10, kNow);
  EXPECT_EQ(table_.WaitAt("demo", kNow + std::chrono::milliseconds(5'500)), seconds(1));
  EXPECT_EQ(table_.WaitAt("demo", kNow + seconds(6)), std::nullopt);
  Fail(1, kNow + seconds(6));
  EXPECT_EQ(table_.WaitAt("demo", kNow + seconds(6)), seconds(6));
  const TimePoint later = kNow + seconds(66);
  Fail(9, later);
  EXPECT_EQ(table_.WaitAt("demo", later), std::nullopt);
}

TEST_F(FailureTableTest, AFloodOfOtherSubjectsResetsNothing) {
  Fail(10, kNow);
  for (int i = 0; i < 100'000; ++i) table_.CountFailure("x" + std::to_string(i), kNow);
  EXPECT_GE(table_.WaitAt("demo", kNow), seconds(6));
}

TEST_F(FailureTableTest, AClockThatStepsBackDoesNotForgive) {
  Fail(10, kNow);
  EXPECT_TRUE(table_.WaitAt("demo", kNow - seconds(30)));
}

TEST(FailureTableLimitTest, ZeroMeansNoLimit) {
  crypto::RandomBytes random;
  FailureTable table({.failures = 0, .window = seconds(60)}, random);
  for (int i = 0; i < 100; ++i) table.CountFailure("demo", kNow);
  EXPECT_EQ(table.WaitAt("demo", kNow), std::nullopt);
}

TEST(LoginThrottleTest, CountsPerUserAndPerAddress) {
  crypto::RandomBytes random;
  LoginThrottle throttle({.per_user = {.failures = 2, .window = seconds(60)},
                          .per_address = {.failures = 3, .window = seconds(60)}},
                         random);
  throttle.CountFailure("a", "192.0.2.1", kNow);
  throttle.CountFailure("a", "192.0.2.2", kNow);
  EXPECT_EQ(throttle.WaitAt("a", "192.0.2.3", kNow), seconds(30)) << "the name, from anywhere";
  EXPECT_EQ(throttle.WaitAt("b", "192.0.2.1", kNow), std::nullopt);
  throttle.CountFailure("c", "192.0.2.1", kNow);
  throttle.CountFailure("d", "192.0.2.1", kNow);
  EXPECT_EQ(throttle.WaitAt("b", "192.0.2.1", kNow), seconds(20)) << "the address, for anyone";
  EXPECT_EQ(throttle.WaitAt("b", "192.0.2.2", kNow), std::nullopt);
}

TEST(AddressScopeTest, AClientCannotChangeItsScope) {
  struct Case {
    const char* address;
    const char* scope;
  };
  const Case cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"::ffff:192.0.2.1", "192.0.2.1"},
      {"2001:db8:1:2:3::4", "2001:db8:1:2::/64"},
      {"2001:DB8:1:2::", "2001:db8:1:2::/64"},
      {"::1", "::/64"},
      {"", ""},
      {"unix", "unix"},
  };
  for (const Case& c : cases) EXPECT_EQ(AddressScope(c.address), c.scope);
}

}  // namespace
}  // namespace cq::auth
