// Headers that choose among what a server could answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

#include "http/content_coding.h"
#include "http/entity_tag.h"
#include "http/media_type.h"
#include "http/preferences.h"

namespace cq::http {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

TEST(PreferencesTest, KeepsOrderAndWeights) {
  EXPECT_THAT(ParsePreferences(" br , gzip;q=0.5,\tx;a=b; Q = 0.25 ,y;q=1.000,z;q=0"),
              ElementsAre(FieldsAre("br", 1000), FieldsAre("gzip", 500), FieldsAre("x", 250),
                          FieldsAre("y", 1000), FieldsAre("z", 0)));
  EXPECT_THAT(ParsePreferences(""), IsEmpty());
  EXPECT_THAT(ParsePreferences(" ,, ;q=1,"), IsEmpty());
}

TEST(PreferencesTest, LeavesOutItemsWithAMalformedWeight) {
  for (const char* weight : {"", "2", "1.001", "0.1234", "-1", "1.", "00", "0.5x", "1x", ".5"}) {
    const std::string list = std::string("a;q=") + weight + ", b";
    const auto preferences = ParsePreferences(list);
    const bool is_bare_point = std::string_view(weight) == "1.";  // the grammar allows it
    EXPECT_EQ(preferences.front().value == "a", is_bare_point) << weight;
  }
}

TEST(PreferencesTest, JoinsTheLinesOfAHeader) {
  Request request;
  EXPECT_EQ(JoinedHeader(request, "Accept"), std::nullopt);
  request.headers = {{"accept", "a"}, {"Other", "x"}, {"ACCEPT", "b"}};
  EXPECT_EQ(JoinedHeader(request, "Accept"), "a, b");
}

TEST(ContentCodingTest, WeighsAsTheClientSays) {
  struct Case {
    std::optional<std::string_view> header;
    int brotli;
    int gzip;
    int identity;
  };
  for (const Case& c : {Case{std::nullopt, 0, 0, 1},
                        {"", 0, 0, 1},
                        {"gzip, deflate, br", 1000, 1000, 1},
                        {"GZIP;q=0.4", 0, 400, 1},
                        {"x-gzip", 0, 1000, 1},
                        {"*", 1000, 1000, 1000},
                        {"br;q=0, *;q=0.3", 0, 300, 300},
                        {"gzip, *;q=0", 0, 1000, 0},
                        {"identity;q=0", 0, 0, 0},
                        {"identity;q=0.5, *;q=0", 0, 0, 500},
                        {"zstd", 0, 0, 1}}) {
    const AcceptedCodings accepted(c.header);
    EXPECT_EQ(accepted.Weight(ContentCoding::kBrotli), c.brotli) << c.header.value_or("none");
    EXPECT_EQ(accepted.Weight(ContentCoding::kGzip), c.gzip) << c.header.value_or("none");
    EXPECT_EQ(accepted.Weight(ContentCoding::kIdentity), c.identity) << c.header.value_or("none");
  }
}

TEST(EntityTagTest, IsNamedInAList) {
  struct Case {
    std::string_view condition;
    bool named;
  };
  for (const Case& c : {Case{R"("a")", true},
                        {R"(W/"a")", true},
                        {R"("x", W/"y,", "a")", true},
                        {R"( * )", true},
                        {R"("b")", false},
                        {R"("a)", false},
                        {R"(a)", false},
                        {R"("x" "a")", false},
                        {R"("A")", false},
                        {R"(w/"a")", false},
                        {"", false}}) {
    EXPECT_EQ(NamesEntityTag(c.condition, R"("a")"), c.named) << c.condition;
  }
}

TEST(MediaTypeTest, ComesFromTheExtension) {
  EXPECT_EQ(MediaTypeOf("/index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(MediaTypeOf("/assets/a-1.min.JS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(MediaTypeOf("/a.woff2"), "font/woff2");
  EXPECT_EQ(MediaTypeOf("/a.webmanifest"), "application/manifest+json");
  EXPECT_EQ(MediaTypeOf("/a.css/LICENSE"), "application/octet-stream");
  EXPECT_EQ(MediaTypeOf("/a.unknown"), "application/octet-stream");
}

TEST(MediaTypeTest, OnlyBrowsersAskForHtml) {
  EXPECT_TRUE(AsksForHtml("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_TRUE(AsksForHtml("Text/HTML;level=1;q=0.1"));
  EXPECT_TRUE(AsksForHtml("text/*"));
  EXPECT_FALSE(AsksForHtml("text/html;q=0"));
  EXPECT_FALSE(AsksForHtml("*/*"));
  EXPECT_FALSE(AsksForHtml("application/json"));
  EXPECT_FALSE(AsksForHtml(std::nullopt));
}

}  // namespace
}  // namespace cq::http
