#include "config/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace cq::config {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct DurationCase {
  std::string text;
  std::optional<milliseconds> expected;
};

class ParseDurationTest : public testing::TestWithParam<DurationCase> {};

TEST_P(ParseDurationTest, ReadsUnitsAndRefusesTheRest) {
  const auto parsed = ParseDuration(GetParam().text);
  ASSERT_EQ(parsed.has_value(), GetParam().expected.has_value()) << GetParam().text;
  if (parsed) {
    EXPECT_EQ(*parsed, *GetParam().expected) << GetParam().text;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, ParseDurationTest,
    testing::Values(
        DurationCase{"30s", milliseconds(30'000)}, DurationCase{"500ms", milliseconds(500)},
        DurationCase{"5m", milliseconds(300'000)}, DurationCase{"2h", milliseconds(7'200'000)},
        DurationCase{"30", milliseconds(30'000)}, DurationCase{"0.25", milliseconds(250)},
        DurationCase{" 10 S ", milliseconds(10'000)}, DurationCase{"", std::nullopt},
        DurationCase{"0", std::nullopt}, DurationCase{"-5s", std::nullopt},
        DurationCase{"5 weeks", std::nullopt}, DurationCase{"s", std::nullopt},
        DurationCase{"1.2.3s", std::nullopt}, DurationCase{"1e9h", std::nullopt},
        DurationCase{"999999h", std::nullopt}, DurationCase{"nan", std::nullopt}));

struct BytesCase {
  std::string text;
  std::optional<std::size_t> expected;
};

class ParseBytesTest : public testing::TestWithParam<BytesCase> {};

TEST_P(ParseBytesTest, ReadsUnitsWithinTheRange) {
  const auto parsed = ParseBytes(GetParam().text, {1024, 1U << 30U});
  ASSERT_EQ(parsed.has_value(), GetParam().expected.has_value()) << GetParam().text;
  if (parsed) {
    EXPECT_EQ(*parsed, *GetParam().expected) << GetParam().text;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, ParseBytesTest,
    testing::Values(BytesCase{"1024", 1024}, BytesCase{"32KiB", 32 * 1024},
                    BytesCase{"1MiB", 1024 * 1024}, BytesCase{"1 m", 1024 * 1024},
                    BytesCase{"1GiB", 1024 * 1024 * 1024}, BytesCase{"1023", std::nullopt},
                    BytesCase{"2GiB", std::nullopt}, BytesCase{"1.5MiB", std::nullopt},
                    BytesCase{"18446744073709551615GiB", std::nullopt},
                    BytesCase{"18446744073709551616", std::nullopt}, BytesCase{"", std::nullopt},
                    BytesCase{"MiB", std::nullopt}, BytesCase{"1TiB", std::nullopt},
                    BytesCase{"-1", std::nullopt}));

TEST(ParsePortTest, TakesWhatATcpPortCanBe) {
  EXPECT_EQ(ParsePort("3000"), 3000);
  EXPECT_EQ(ParsePort("0"), 0);
  EXPECT_EQ(ParsePort(" 65535 "), 65535);
  for (const auto* text : {"", "65536", "-1", "http", "30 00", "3000.0", "0x50"}) {
    EXPECT_FALSE(ParsePort(text)) << text;
  }
}

TEST(ParseCountTest, RefusesOutsideItsRange) {
  EXPECT_EQ(ParseCount("1", {1, 8}), 1U);
  EXPECT_EQ(ParseCount("8", {1, 8}), 8U);
  EXPECT_FALSE(ParseCount("0", {1, 8}));
  const auto failure = ParseCount("9", {1, 8});
  ASSERT_FALSE(failure);
  EXPECT_THAT(failure.error(), HasSubstr("from 1 to 8"));
}

TEST(ParseAddressTest, SplitsHostAndPort) {
  const auto v4 = ParseAddress("127.0.0.1:9090");
  ASSERT_TRUE(v4);
  EXPECT_EQ(v4->host, "127.0.0.1");
  EXPECT_EQ(v4->port, 9090);
  const auto v6 = ParseAddress("[::1]:0");
  ASSERT_TRUE(v6);
  EXPECT_EQ(v6->host, "::1");
  EXPECT_EQ(v6->port, 0);
  for (const auto* text : {"", "9090", ":9090", "127.0.0.1", "::1:9090", "[]:1", "host:x"}) {
    EXPECT_FALSE(ParseAddress(text)) << text;
  }
}

TEST(ParseNetworksTest, TakesAddressesAndBlocks) {
  EXPECT_THAT(*ParseNetworks("127.0.0.1, 10.0.0.0/8,::1,fd00::/8"),
              ElementsAre("127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"));
  EXPECT_THAT(*ParseNetworks(" "), IsEmpty());
  for (const auto* text :
       {"proxy.local", "10.0.0.0/33", "::1/129", "10.0.0.0/", "1.2.3.4,,5.6.7.8"}) {
    EXPECT_FALSE(ParseNetworks(text)) << text;
  }
}

TEST(ParseEnumerationsTest, IgnoreCase) {
  EXPECT_EQ(ParseLogLevel("DEBUG"), LogLevel::kDebug);
  EXPECT_EQ(ParseLogLevel("warn"), LogLevel::kWarning);
  EXPECT_FALSE(ParseLogLevel("verbose"));
  EXPECT_EQ(ParseDurability("Full"), Durability::kFull);
  EXPECT_FALSE(ParseDurability("off"));
}

}  // namespace
}  // namespace cq::config
