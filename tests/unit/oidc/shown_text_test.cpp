#include "oidc/shown_text.h"

#include <gtest/gtest.h>

namespace cq::oidc {
namespace {

TEST(ShownTextTest, HasNoControlCharacters) {
  EXPECT_EQ(WithoutControls("plain \xC3\xA9 \xE2\x82\xAC"), "plain \xC3\xA9 \xE2\x82\xAC");
  EXPECT_EQ(WithoutControls("a\x1b[2Jb\nc\x7f"), "a\\u001b[2Jb\\nc\\u007f");
  EXPECT_EQ(WithoutControls("\xC2\x9B"
                            "31m\xC2\xA0"),
            "\\u009b31m\xC2\xA0");
  EXPECT_EQ(WithoutControls("\xC2"), "\xEF\xBF\xBD");
  EXPECT_EQ(Quoted("say \"hi\""), R"("say \"hi\"")");
}

TEST(ShownTextTest, ShowsValuesAsJson) {
  EXPECT_EQ(Shown(nullptr), "absent");
  const json::Value value(json::Array{json::Value("a\xC2\x85"), json::Value(1), json::Value(true)});
  EXPECT_EQ(Shown(&value), R"(["a\u0085",1,true])");
}

}  // namespace
}  // namespace cq::oidc
