#include "review/text_search.h"

#include <gtest/gtest.h>

#include <string>

#include "knowledge/unit_json.h"

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

TEST(TextSearchTest, AQuickLookNeverMissesAMatch) {
  struct Case {
    const char* text;
    const char* document;
    bool may_match;
  };
  for (const Case& c :
       {Case{"needle", R"({"a":"a Needle"})", true},
        {"needle", R"({"a":"hay"})", false},
        {"hay needle", R"({"a":"hay"})", false},
        {"\u00e9", "{\"a\":\"\u00c9\"}", true},
        {"\u00e9", R"({"a":"\u00c9"})", true},  // an escape hides it
        {"a/b", R"({"x":"A\/B"})", true},       // likewise
        {"line", R"({"a":"end\nLine"})", true},
        {"\"quoted\"", R"({"a":"\"quoted\""})", true},  // spelt otherwise in JSON
        {"back\\slash", R"({"a":"back\\slash"})", true},
        {"back\\slash needle", R"({"a":"back\\slash"})", false},
        {"summary", R"({"summary":"x"})", true},  // a name is no match, but looks so
        {"", R"({})", true}}) {
    EXPECT_EQ(TextSearch(c.text).MayMatch(c.document), c.may_match) << c.text << c.document;
  }
  const std::string stored = knowledge::WriteStoredUnit(Unit());
  for (const char* text : {"second", "\u00e9t\u00e9 NODE.JS", "c++ qt rpc", "ku_0123"}) {
    EXPECT_TRUE(TextSearch(text).MayMatch(stored)) << text;
  }
}

}  // namespace
}  // namespace cq::review
