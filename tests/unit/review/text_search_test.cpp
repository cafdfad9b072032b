#include "review/text_search.h"

#include <gtest/gtest.h>

namespace cq::review {
namespace {

knowledge::KnowledgeUnit Unit() {
  knowledge::KnowledgeUnit unit;
  unit.id = "ku_0123456789abcdef0123456789abcdef";
  unit.domains = {"node.js", "web"};
  unit.insight = {
      .summary = "Stra\u00dfe \u00c9T\u00c9", .detail = "first\nsecond", .action = "do it"};
  unit.context = {.languages = {"C++"}, .frameworks = {"Qt"}, .pattern = "RPC"};
  unit.created_by = "somebody";
  return unit;
}

TEST(TextSearchTest, EveryWordMustOccurSomewhere) {
  struct Case {
    const char* text;
    bool matches;
  };
  for (const Case& c : {Case{"second", true},
                        {"SECOND Do", true},
                        {"econ", true},
                        {"\u00e9t\u00e9", true},
                        {"STRASSE", false},
                        {"node.js c++ qt rpc", true},
                        {"ku_0123", true},
                        {"do\u3000it", true},
                        {"do nothing", false},
                        {"itdo", false},
                        {"jsweb", false},
                        {"somebody", false},
                        {"\"", false},
                        {"", true}}) {
    EXPECT_EQ(TextSearch(c.text).Matches(Unit()), c.matches) << c.text;
  }
}

}  // namespace
}  // namespace cq::review
