#include "core/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace cq {
namespace {

TEST(IntegerText, ReadsWhatTheReferenceTakes) {
  struct Case {
    const char* text;
    const char* digits;
  };
  for (const Case& expected : {Case{"5", "5"},
                               {" 5 ", "5"},
                               {"5\n", "5"},
                               {"\u00A05", "5"},
                               {"\u20035", "5"},
                               {"+5", "5"},
                               {"-05", "-5"},
                               {"-0", "0"},
                               {"0005", "5"},
                               {"0__5", "5"},
                               {"0-5", "-5"},
                               {"1_000", "1000"},
                               {"5.0", "5"},
                               {"1_0.00", "10"},
                               {"-0.0", "0"},
                               {"99999999999999999999", "99999999999999999999"},
                               {"-1_0", "-10"}}) {
    const auto digits = ParseIntegerText(expected.text);
    ASSERT_TRUE(digits) << expected.text;
    EXPECT_EQ(*digits, expected.digits) << expected.text;
  }
}

TEST(IntegerText, RefusesTheRest) {
  for (const char* text : {"",
                           " ",
                           "-",
                           "+",
                           "+-5",
                           "--5",
                           "+ 5",
                           "_5",
                           "5_",
                           "1__0",
                           "-_5",
                           "5.5",
                           "5.",
                           ".0",
                           "1_.0",
                           "5.0_0",
                           "0.",
                           "1e3",
                           "0x10",
                           "nan",
                           "true",
                           "5 5",
                           "\x1C"
                           "5",
                           "5\x1F",
                           "\u200B5",
                           "٥",
                           "５"}) {
    const auto digits = ParseIntegerText(text);
    ASSERT_FALSE(digits) << text << " read as " << *digits;
    EXPECT_EQ(digits.error(), IntegerTextError::kMalformed) << text;
  }
}

TEST(IntegerText, HasAMaximumOfDigits) {
  EXPECT_TRUE(ParseIntegerText(std::string(4300, '1')));
  EXPECT_TRUE(ParseIntegerText(std::string(5000, '0') + "5"));
  const auto digits = ParseIntegerText(std::string(4301, '1'));
  ASSERT_FALSE(digits);
  EXPECT_EQ(digits.error(), IntegerTextError::kTooLong);
}

TEST(FloatText, ReadsWhatTheReferenceTakes) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  struct Case {
    const char* text;
    double value;
  };
  for (const Case& expected : {Case{"1.5", 1.5},
                               {" 1.5 ", 1.5},
                               {"+.5e-3", 5e-4},
                               {"1.", 1.0},
                               {"1_000", 1000},
                               {"1._5", 1.5},
                               {"1e5_0", 1e50},
                               {"-inf", -kInfinity},
                               {"INF", kInfinity},
                               {"in_f", kInfinity},
                               {"Infinity", kInfinity},
                               {"1e400", kInfinity},
                               {"1e-400", 0.0}}) {
    const auto value = ParseFloatText(expected.text);
    ASSERT_TRUE(value) << expected.text;
    EXPECT_EQ(*value, expected.value) << expected.text;
  }
  EXPECT_TRUE(std::isnan(ParseFloatText("-NaN").value_or(0)));
}

TEST(FloatText, RefusesTheRest) {
  for (const char* text : {"", "  ", ".", "e5", "5e", "1e+", "0x10", "1__0", "_1", "1_", "+-1",
                           "1,5", "nan(1)", "infinit", "1 _0",
                           "\x1C"
                           "1",
                           "٥", "true"}) {
    EXPECT_FALSE(ParseFloatText(text)) << text;
  }
}

}  // namespace
}  // namespace cq
