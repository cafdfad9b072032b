#include "http/request.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cq::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct QueryCase {
  std::string query;
  Pairs expected;
};

// Expected values are those of Python's parse_qsl(query, keep_blank_values=True).
TEST(ParseQueryTest, ReadsPairsAsPythonDoes) {
  const std::string replacement = "\xEF\xBF\xBD";
  const std::vector<QueryCase> cases = {
      {"", {}},
      {"a=1", {{"a", "1"}}},
      {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
      {"a=1&a=2", {{"a", "1"}, {"a", "2"}}},
      {"a", {{"a", ""}}},
      {"a=", {{"a", ""}}},
      {"=b", {{"", "b"}}},
      {"=", {{"", ""}}},
      {"&&a=1&", {{"a", "1"}}},
      {"a=1=2", {{"a", "1=2"}}},
      {"a+b=c+d", {{"a b", "c d"}}},
      {"a%20b=%2B", {{"a b", "+"}}},
      {"%41=%zz&x=%", {{"A", "%zz"}, {"x", "%"}}},
      {"x=%4", {{"x", "%4"}}},
      {"a=%C3%A9", {{"a", "\xC3\xA9"}}},
      {"a=%ff", {{"a", replacement}}},
      {"a=%e2%82", {{"a", replacement}}},
      {"a=%ED%A0%80", {{"a", replacement + replacement + replacement}}},
      {"a=%F0%9F%98%80", {{"a", "\xF0\x9F\x98\x80"}}},
      {"a;b=1", {{"a;b", "1"}}},
      {"a=1;b=2", {{"a", "1;b=2"}}},
      {"a=%00", {{"a", std::string(1, '\0')}}},
      {"%26=%3D", {{"&", "="}}},
  };
  for (const QueryCase& test : cases) {
    EXPECT_EQ(ParseQuery(test.query), test.expected) << "query: " << test.query;
  }
}

TEST(RequestTest, FindsTheFirstHeaderInAnyCase) {
  Request request;
  request.headers = {{"X-A", "1"}, {"x-a", "2"}, {"Authorization", "Bearer t"}};
  EXPECT_EQ(request.Header("x-A"), "1");
  EXPECT_EQ(request.Header("AUTHORIZATION"), "Bearer t");
  EXPECT_EQ(request.Header("X"), std::nullopt);
}

TEST(RequestTest, NamesEveryMethod) {
  EXPECT_EQ(MethodName(Method::kGet), "GET");
  EXPECT_EQ(MethodName(Method::kHead), "HEAD");
  EXPECT_EQ(MethodName(Method::kPost), "POST");
  EXPECT_EQ(MethodName(Method::kPut), "PUT");
  EXPECT_EQ(MethodName(Method::kPatch), "PATCH");
  EXPECT_EQ(MethodName(Method::kDelete), "DELETE");
  EXPECT_EQ(MethodName(Method::kOptions), "OPTIONS");
}

}  // namespace
}  // namespace cq::http
