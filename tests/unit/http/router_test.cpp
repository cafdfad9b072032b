#include "http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace cq::http {
namespace {

using Kind = RouteMatch::Kind;

Response Nothing(const Request& /*request*/) { return {}; }

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.Add(Method::kPost, "/keys", Nothing);
    router_.Add(Method::kGet, "/keys", Nothing);
    router_.Add(Method::kPost, "/keys/{key}/revoke", Nothing);
    router_.Add(Method::kGet, "/review/stats", Nothing);
    router_.Add(Method::kPost, "/review/{unit}/approve", Nothing);
    router_.Add(Method::kGet, "/review/{unit}", Nothing);
    router_.Add(Method::kPut, "/review/{unit}", Nothing);
    router_.Add(Method::kGet, "/folder/", Nothing);
    router_.Add(Method::kGet, "/{a}/x/{b}", Nothing);
  }

  Router router_;
};

struct MatchCase {
  Method method;
  std::string path;
  Kind kind;
  std::string path_template = {};
  Method route_method = Method::kOther;
  std::vector<std::string> parameters = {};
};

TEST_F(RouterTest, MatchesAsTheTableSays) {
  const std::vector<MatchCase> cases = {
      {Method::kGet, "/keys", Kind::kFound, "/keys", Method::kGet},
      {Method::kPost, "/keys", Kind::kFound, "/keys", Method::kPost},
      {Method::kPut, "/keys", Kind::kMethodNotAllowed, "/keys", Method::kPost},
      {Method::kHead, "/keys", Kind::kMethodNotAllowed, "/keys", Method::kPost},
      {Method::kOther, "/keys", Kind::kMethodNotAllowed, "/keys", Method::kPost},
      {Method::kPost, "/keys/7/revoke", Kind::kFound, "/keys/{key}/revoke", Method::kPost, {"7"}},
      {Method::kPost, "/keys//revoke", Kind::kNotFound},
      {Method::kPost, "/keys/7/8/revoke", Kind::kNotFound},
      {Method::kPost, "/keys/7/revoke/", Kind::kRedirectSlash, "/keys/{key}/revoke", Method::kPost},
      {Method::kGet, "/keys/7/revoke", Kind::kMethodNotAllowed, "/keys/{key}/revoke",
       Method::kPost},
      {Method::kGet, "/review/stats", Kind::kFound, "/review/stats", Method::kGet},
      {Method::kPut, "/review/stats", Kind::kFound, "/review/{unit}", Method::kPut, {"stats"}},
      {Method::kDelete, "/review/stats", Kind::kMethodNotAllowed, "/review/stats", Method::kGet},
      {Method::kGet, "/review/a b", Kind::kFound, "/review/{unit}", Method::kGet, {"a b"}},
      {Method::kDelete, "/review/u", Kind::kMethodNotAllowed, "/review/{unit}", Method::kGet},
      {Method::kGet, "/1/x/2", Kind::kFound, "/{a}/x/{b}", Method::kGet, {"1", "2"}},
      {Method::kGet, "/keys/", Kind::kRedirectSlash, "/keys", Method::kPost},
      {Method::kPut, "/keys//", Kind::kRedirectSlash, "/keys", Method::kPost},
      {Method::kGet, "/folder", Kind::kRedirectSlash, "/folder/", Method::kGet},
      {Method::kGet, "/folder/", Kind::kFound, "/folder/", Method::kGet},
      {Method::kGet, "/review/", Kind::kNotFound},
      {Method::kGet, "/review", Kind::kNotFound},
      {Method::kGet, "//keys", Kind::kNotFound},
      {Method::kGet, "/KEYS", Kind::kNotFound},
      {Method::kGet, "/", Kind::kNotFound},
      {Method::kGet, "//", Kind::kNotFound},
      {Method::kGet, "*", Kind::kNotFound},
      {Method::kGet, "", Kind::kNotFound},
  };
  for (const MatchCase& test : cases) {
    SCOPED_TRACE(std::string(MethodName(test.method)) + ' ' + test.path);
    const RouteMatch match = router_.Match(test.method, test.path);
    ASSERT_EQ(match.kind, test.kind);
    if (test.kind == Kind::kNotFound) {
      EXPECT_EQ(match.route, nullptr);
      continue;
    }
    EXPECT_EQ(match.route->path_template, test.path_template);
    EXPECT_EQ(match.route->method, test.route_method);
    EXPECT_EQ(std::vector<std::string>(match.parameters.begin(), match.parameters.end()),
              test.parameters);
  }
}

TEST_F(RouterTest, NumbersRoutesInOrderOfRegistration) {
  for (std::size_t i = 0; i < router_.routes().size(); ++i) {
    EXPECT_EQ(router_.routes()[i].index, i);
  }
}

TEST_F(RouterTest, RefusesARouteGivenTwice) {
  EXPECT_THROW(router_.Add(Method::kGet, "/keys", Nothing), std::logic_error);
  EXPECT_THROW(router_.AddInline(Method::kGet, "/review/{unit}", {}), std::logic_error);
  EXPECT_THROW(router_.Add(Method::kGet, "no-slash", Nothing), std::logic_error);
}

TEST_F(RouterTest, TheFallbackIsARouteThatNoPathFinds) {
  EXPECT_EQ(router_.fallback(), nullptr);
  router_.SetFallback("/pages", Nothing);
  ASSERT_NE(router_.fallback(), nullptr);
  EXPECT_EQ(router_.fallback(), &router_.routes().back());
  EXPECT_EQ(router_.Match(Method::kGet, "/pages").kind, Kind::kNotFound);
  EXPECT_THROW(router_.SetFallback("again", Nothing), std::logic_error);
}

}  // namespace
}  // namespace cq::http
