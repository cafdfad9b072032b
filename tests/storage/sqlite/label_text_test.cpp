#include "storage/sqlite/label_text.h"

#include <gmock/gmock.h>

namespace cq::storage::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(WriteLabelsTest, WritesWhatPythonsJsonDumpsWrites) {
  struct Case {
    std::vector<std::string> labels;
    const char* text;
  };
  const std::vector<Case> cases{
      {{}, "[]"},
      {{"a"}, R"(["a"])"},
      {{"a", "é"}, R"(["a", "\u00e9"])"},
      {{"€", "ÿ", "\x7f"}, R"(["\u20ac", "\u00ff", "\u007f"])"},
      {{"🦆"}, R"(["\ud83e\udd86"])"},
      {{"\xf4\x8f\xbf\xbf"}, R"(["\udbff\udfff"])"},
      {{"say \"hi\"", "back\\slash", "a/b"}, R"(["say \"hi\"", "back\\slash", "a/b"])"},
      {{"\b\f\n\r\t\x01\x1f"}, R"(["\b\f\n\r\t\u0001\u001f"])"},
      {{""}, R"([""])"},
  };
  for (const Case& each : cases) EXPECT_EQ(WriteLabels(each.labels), each.text);
}

TEST(ReadLabelsTest, ReadsBackWhatWasWritten) {
  const std::vector<std::string> labels{"a", "é", "🦆", "\"", "\\", "\n", ""};
  EXPECT_EQ(ReadLabels(WriteLabels(labels)), labels);
}

TEST(ReadLabelsTest, AcceptsAnyJson) {
  EXPECT_THAT(ReadLabels(R"( ["é" , "\u00e9",1,null,["x"]] )"), ElementsAre("é", "é"));
  for (const char* text : {"", "null", "{}", "\"a\"", "[", "7"}) {
    EXPECT_THAT(ReadLabels(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace cq::storage::sqlite
