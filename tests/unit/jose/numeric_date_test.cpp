#include "jose/numeric_date.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string_view>
#include <vector>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

constexpr std::int64_t kYear1 = -62'135'596'800'000'000;
constexpr std::int64_t kYear9999 = 253'402'300'799'000'000;

TEST(NumericDateTest, IsInMicrosecondsWithinTheYearsOfFourDigits) {
  const std::vector<std::pair<std::string_view, std::int64_t>> cases = {
      {"0", 0},
      {"-0.0", 0},
      {"1795465552", 1'795'465'552'000'000},
      {"1795465552.5", 1'795'465'552'500'000},
      {"1.5e0", 1'500'000},
      {"0.0000019", 1},
      {"-0.5", -500'000},
      {"-0.0000001", -1},
      {"253402300799", kYear9999},
      {"253402300800", kYear9999},
      {"9223372036854775807", kYear9999},
      {"99999999999999999999", kYear9999},
      {"1e308", kYear9999},
      {"-62135596801", kYear1},
      {"-9223372036854775808", kYear1},
      {"-99999999999999999999", kYear1},
      {"-1e308", kYear1},
      {"1e-400", 0},
  };
  for (const auto& [text, microseconds] : cases) {
    const auto time = ReadNumericDate(FromText(text));
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(time->time_since_epoch().count(), microseconds) << text;
  }
}

TEST(NumericDateTest, IsANumber) {
  for (const std::string_view text : {"null", "true", "\"1\"", "[1]", "{}"}) {
    EXPECT_EQ(ReadNumericDate(FromText(text)), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace cq::jose
