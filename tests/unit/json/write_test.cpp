#include "json/write.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace cq::json {
namespace {

struct FloatCase {
  double value;
  std::string_view python;
  std::string_view rust;
};

TEST(JsonWriteTest, FloatsAreShortestInBothStyles) {
  const std::vector<FloatCase> cases = {
      {0.0, "0.0", "0.0"},
      {-0.0, "-0.0", "-0.0"},
      {1.0, "1.0", "1.0"},
      {0.5 + 0.1, "0.6", "0.6"},
      {0.6 - 0.15, "0.44999999999999996", "0.44999999999999996"},
      {0.0001, "0.0001", "0.0001"},
      {0.00001, "1e-05", "0.00001"},
      {1e-7, "1e-07", "1e-7"},
      {1.5e-10, "1.5e-10", "1.5e-10"},
      {1e15, "1000000000000000.0", "1000000000000000.0"},
      {1e16, "1e+16", "1e+16"},
      {1.25e20, "1.25e+20", "1.25e+20"},
      {-123456789.125, "-123456789.125", "-123456789.125"},
      {std::numeric_limits<double>::denorm_min(), "5e-324", "5e-324"},
      {std::numeric_limits<double>::max(), "1.7976931348623157e+308", "1.7976931348623157e+308"},
  };
  for (const FloatCase& c : cases) {
    EXPECT_EQ(Write(Value(c.value), FloatStyle::kPython), c.python);
    EXPECT_EQ(Write(Value(c.value), FloatStyle::kRust), c.rust);
  }
}

TEST(JsonWriteTest, StringsEscapeOnlyWhatTheyMust) {
  EXPECT_EQ(Write(Value("a\"b\\c/d\b\f\n\r\t\x01\x1f\x7f é😀"), FloatStyle::kPython),
            "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é😀\"");
  EXPECT_EQ(Write(Value(std::string("\0", 1)), FloatStyle::kPython), "\"\\u0000\"");
}

TEST(JsonWriteTest, MembersKeepTheirOrder) {
  const Value value(Object{{"z", Value(1)},
                           {"a", Value(Array{Value(nullptr), Value(true)})},
                           {"m", Value(BigInteger{"123456789012345678901"})}});
  EXPECT_EQ(Write(value, FloatStyle::kRust),
            R"({"z":1,"a":[null,true],"m":123456789012345678901})");
}

}  // namespace
}  // namespace cq::json
