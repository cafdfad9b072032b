#include "json/parse.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "json/write.h"

namespace cq::json {
namespace {

struct GoodCase {
  std::string_view text;
  std::string_view rewritten;
};

TEST(JsonParseTest, KeepsValuesAsPythonKeepsThem) {
  const std::vector<GoodCase> cases = {
      {" null ", "null"},
      {"[true,false]", "[true,false]"},
      {"-0", "0"},
      {"-0.0", "-0.0"},
      {"1.0", "1.0"},
      {"9223372036854775807", "9223372036854775807"},
      {"-123456789012345678901234567890", "-123456789012345678901234567890"},
      {"1e2", "100.0"},
      {"1e-400", "0.0"},
      {R"("\u00e9\ud83d\ude00\/")", "\"é😀/\""},
      {R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})"},
      {R"({ "z" : { } , "y" : [ ] })", R"({"z":{},"y":[]})"},
  };
  for (const GoodCase& c : cases) {
    const auto value = Parse(c.text);
    ASSERT_TRUE(value.has_value()) << c.text << ": " << value.error().message;
    EXPECT_EQ(Write(*value, FloatStyle::kPython), c.rewritten) << c.text;
  }
}

struct BadCase {
  std::string_view text;
  ParseFailure failure;
  std::size_t offset;
  std::string_view message;
};

TEST(JsonParseTest, SaysWhereAndWhyReadingStopped) {
  const std::vector<BadCase> cases = {
      {"", ParseFailure::kSyntax, 0, "Expecting value"},
      {"[1,]", ParseFailure::kSyntax, 3, "Expecting value"},
      {"[1 2]", ParseFailure::kSyntax, 3, "Expecting ',' delimiter"},
      {"{1:2}", ParseFailure::kSyntax, 1, "Expecting property name enclosed in double quotes"},
      {"{\"a\" 1}", ParseFailure::kSyntax, 5, "Expecting ':' delimiter"},
      {"01", ParseFailure::kSyntax, 1, "Extra data"},
      {"\"é", ParseFailure::kSyntax, 0, "Unterminated string starting at"},
      {"\"é\n\"", ParseFailure::kSyntax, 2, "Invalid control character at"},
      {"\"\\x\"", ParseFailure::kSyntax, 1, "Invalid \\escape"},
      {"\"\\u12\"", ParseFailure::kSyntax, 2, "Invalid \\uXXXX escape"},
      {"NaN", ParseFailure::kSyntax, 0, "Expecting value"},
      {"-Infinity", ParseFailure::kSyntax, 0, "Expecting value"},
      {"1e400", ParseFailure::kNumberRange, 0, "Number out of range"},
      {"\"\\ud800\"", ParseFailure::kInvalidText, 1, "Lone surrogate"},
      {"\"\xff\"", ParseFailure::kInvalidText, 0, "Not valid UTF-8"},
  };
  for (const BadCase& c : cases) {
    const auto value = Parse(c.text);
    ASSERT_FALSE(value.has_value()) << c.text;
    EXPECT_EQ(value.error().failure, c.failure) << c.text;
    EXPECT_EQ(value.error().offset, c.offset) << c.text;
    EXPECT_EQ(value.error().message, c.message) << c.text;
  }
}

TEST(JsonParseTest, BoundsDepthAndIntegerLength) {
  EXPECT_TRUE(Parse(std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']')).has_value());
  const auto deep = Parse(std::string(kMaxDepth + 1, '['));
  ASSERT_FALSE(deep.has_value());
  EXPECT_EQ(deep.error().failure, ParseFailure::kTooDeep);

  EXPECT_TRUE(Parse(std::string(4300, '9')).has_value());
  const auto long_integer = Parse(std::string(4301, '9'));
  ASSERT_FALSE(long_integer.has_value());
  EXPECT_EQ(long_integer.error().failure, ParseFailure::kNumberRange);
}

TEST(JsonParseTest, RepeatedNamesInALargeObjectKeepTheirPlace) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i) text += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text += "\"k3\":true,\"k39\":null}";
  const auto value = Parse(text);
  ASSERT_TRUE(value.has_value());
  ASSERT_EQ(value->AsObject()->size(), 40U);
  EXPECT_EQ((*value->AsObject())[3], Member("k3", Value(true)));
  EXPECT_EQ((*value->AsObject())[39], Member("k39", Value(nullptr)));
}

TEST(JsonParseTest, KeepsEveryMemberWhenAsked) {
  const auto value = Parse(R"({"a":1,"b":{"c":2,"c":3},"a":4})", kMaxDepth, RepeatedNames::kKeep);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(Write(*value, FloatStyle::kPython), R"({"a":1,"b":{"c":2,"c":3},"a":4})");
}

TEST(HasRepeatedNameTest, ComparesTheNamesOfOneObject) {
  const std::vector<std::pair<std::string_view, bool>> cases = {
      {R"({})", false},
      {R"({"a":1,"b":2,"A":3})", false},
      {R"({"a":1,"b":2,"a":1})", true},
      {R"({"":1,"":1})", true},
      {R"({"a":1,"\u0061":2})", true},
      {R"({"a":{"b":1,"b":2}})", false},
  };
  for (const auto& [text, expected] : cases) {
    const auto value = Parse(text, kMaxDepth, RepeatedNames::kKeep);
    ASSERT_TRUE(value.has_value()) << text;
    EXPECT_EQ(HasRepeatedName(*value->AsObject()), expected) << text;
  }
}

TEST(HasRepeatedNameTest, FindsTheRepetitionAmongAnyNumber) {
  for (const std::size_t size : {2U, 31U, 32U, 33U, 500U}) {
    Object object;
    for (std::size_t i = 0; i < size; ++i) object.emplace_back("member" + std::to_string(i), 1);
    EXPECT_FALSE(HasRepeatedName(object)) << size;
    object.back().first = object.front().first;
    EXPECT_TRUE(HasRepeatedName(object)) << size;
  }
}

}  // namespace
}  // namespace cq::json
