#include "core/text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace cq {
namespace {

struct TextCase {
  std::string_view input;
  std::string_view expected;
};

TEST(TextTest, ToLowerMapsAllOfUnicode) {
  const std::vector<TextCase> cases = {
      {"", ""},         {"API-Gateway", "api-gateway"},
      {"ÄÖÜ", "äöü"},   {"ΑΣ", "ας"},  // final sigma
      {"ΑΣΑ", "ασα"},                  // sigma inside a word
      {"İ", "i\u0307"},                // one code point becomes two
      {"ẞß", "ßß"},     {"日本", "日本"},
  };
  for (const TextCase& c : cases) EXPECT_EQ(ToLower(c.input), c.expected) << c.input;
}

TEST(TextTest, StripWhitespaceTrimsWhatPythonCallsSpace) {
  const std::vector<TextCase> cases = {
      {"", ""},
      {"  \t\r\n\v\f", ""},
      {"\x1c\x1f a b \x1d", "a b"},
      {"\u00a0\u2003x\u3000\u2028", "x"},
      {"\u200bx\u200b", "\u200bx\u200b"},  // zero width space is no white space
      {"\ufeffx", "\ufeffx"},
  };
  for (const TextCase& c : cases) EXPECT_EQ(StripWhitespace(c.input), c.expected) << c.input;
}

TEST(TextTest, ToSimpleLowerTakesEachCodePointByItself) {
  const std::vector<TextCase> cases = {
      {"", ""},
      {"Az09", "az09"},
      {"\u00C4\u03A3", "\u00E4\u03C3"},  // no final sigma
      {"\u0130", "i"},
      {"\u65E5\U0001F600", "\u65E5\U0001F600"},
      {"\U00010400", "\U00010428"},
      {"A\x80\xE2\x82Z", "a\x80\xE2\x82z"},
  };
  for (const TextCase& c : cases) EXPECT_EQ(ToSimpleLower(c.input), c.expected);
}

TEST(TextTest, SplitWhitespaceKeepsWhatIsBetween) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(SplitWhitespace(""), Parts{});
  EXPECT_EQ(SplitWhitespace(" \t\u3000\n"), Parts{});
  EXPECT_EQ(SplitWhitespace("one"), Parts{"one"});
  EXPECT_EQ(SplitWhitespace("\u00A0 one\u2003two\n\xFFthree "), (Parts{"one", "two", "\xFFthree"}));
}

TEST(TextTest, CodePointCountCountsNoContinuationBytes) {
  EXPECT_EQ(CodePointCount(""), 0U);
  EXPECT_EQ(CodePointCount("abc"), 3U);
  EXPECT_EQ(CodePointCount("é日😀"), 3U);
}

TEST(TextTest, IsValidUtf8RefusesWhatUnicodeRefuses) {
  for (const std::string_view good : {"", "a", "é", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsValidUtf8(good));
  }
  for (const std::string_view bad :
       {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(bad));
  }
}

TEST(TextTest, ReplaceInvalidUtf8ReplacesMaximalSubparts) {
  const std::vector<TextCase> cases = {
      {"a\x80z", "a\uFFFDz"},
      {"\xE2\x82", "\uFFFD"},                  // one truncated sequence, one replacement
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},  // a surrogate is three bad bytes
      {"\xF0\x9F\x98z", "\uFFFDz"},
      {"gut é", "gut é"},
  };
  for (const TextCase& c : cases) EXPECT_EQ(ReplaceInvalidUtf8(c.input), c.expected);
}

}  // namespace
}  // namespace cq
