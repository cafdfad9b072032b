#include "auth/python_repr.h"

#include <gtest/gtest.h>

namespace cq::auth {
namespace {

// Each right side is what repr() of Python 3.11 prints.
TEST(PythonReprTest, MatchesPython) {
  struct Case {
    std::string_view text;
    const char* quoted;
  };
  const Case cases[] = {
      {"", "''"},
      {"30d", "'30d'"},
      {"it's", R"("it's")"},
      {R"(say "x")", R"('say "x"')"},
      {R"(it's "x")", R"('it\'s "x"')"},
      {R"(a\b)", R"('a\\b')"},
      {"\t\n\r", R"('\t\n\r')"},
      {std::string_view("\0\x1f\x7f", 3), R"('\x00\x1f\x7f')"},
      {"é€😀", "'é€😀'"},
      {"\u0085\u00a0\u00ad", R"('\x85\xa0\xad')"},
      {"\u200b\u2028\u3000", R"('\u200b\u2028\u3000')"},
      {"\ue000\u0378", R"('\ue000\u0378')"},
      {"\U000e0001", R"('\U000e0001')"},
  };
  for (const Case& c : cases) EXPECT_EQ(PythonRepr(c.text), c.quoted);
}

}  // namespace
}  // namespace cq::auth
