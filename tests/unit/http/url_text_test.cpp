#include "http/url_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cq::http {
namespace {

TEST(UrlTextTest, DecodesEscapesAndKeepsMalformedOnes) {
  EXPECT_EQ(PercentDecode("a%2Fb%2fc"), "a/b/c");
  EXPECT_EQ(PercentDecode("100%"), "100%");
  EXPECT_EQ(PercentDecode("%4"), "%4");
  EXPECT_EQ(PercentDecode("%g1%1g"), "%g1%1g");
  EXPECT_EQ(PercentDecode("%%41"), "%A");
  EXPECT_EQ(DecodeText("%C3%A9%ff"), "\xC3\xA9\xEF\xBF\xBD");
}

TEST(UrlTextTest, FindsTheOtherSlashForm) {
  EXPECT_EQ(OtherSlashForm("/a"), "/a/");
  EXPECT_EQ(OtherSlashForm("/a/"), "/a");
  EXPECT_EQ(OtherSlashForm("/a///"), "/a");
  EXPECT_EQ(OtherSlashForm("//"), "");
}

TEST(UrlTextTest, JudgesHostValues) {
  for (const std::string host :
       {"a", "ex.com", "ex.com:99", "ex.com:0", "127.0.0.1:3000", "[::1]", "[::1]:80", "a_b~c"}) {
    EXPECT_TRUE(IsValidAuthority(host)) << host;
  }
  for (const std::string host : {"", ":80", "a b", "a/b", "a?b", "a#b", "u@a", "a:", "a:x",
                                 "a:70000", "[::1", "[zz]", "[::1]x", "a<b", "\xC3\xA9"}) {
    EXPECT_FALSE(IsValidAuthority(host)) << host;
  }
}

struct LocationCase {
  std::string host;
  std::string path;
  std::string query;
  std::string expected;
};

// Expected values were asked of the reference server.
TEST(UrlTextTest, BuildsAbsoluteLocations) {
  const std::vector<LocationCase> cases = {
      {"ex.com:99", "/api/v1/health", "", "http://ex.com:99/api/v1/health"},
      {"ex.com", "/h", "a=b%20c&d=%2F", "http://ex.com/h?a=b%20c&d=%2F"},
      {"ex.com", "/k/\xC3\xA9 \"</flags", "x=%41\"",
       "http://ex.com/k/%C3%A9%20%22%3C/flags?x=%41%22"},
      {"ex.com", "/a?b#c\\d", "", "http://ex.com/a%3Fb%23c%5Cd"},
      {"ex.com", "/a\n", "", "http://ex.com/a%0A"},
      {"a b/c?d#e@f<>", "/h", "", "http://local:1/h"},
      {"", "/h", "", "http://local:1/h"},
  };
  for (const LocationCase& test : cases) {
    Request request;
    request.scheme = "http";
    request.query = test.query;
    request.headers = {{"Host", test.host}};
    EXPECT_EQ(AbsoluteLocation(request, test.path, [] { return std::string("local:1"); }),
              test.expected);
  }
}

}  // namespace
}  // namespace cq::http
