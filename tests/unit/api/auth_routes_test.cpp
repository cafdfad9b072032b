#include "api/auth_routes.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/api/route_caller.h"
#include "unit/auth/accounts_fixture.h"

namespace cq::api {
namespace {

class AuthRoutesTest : public ::testing::Test, protected auth::AccountsFixture {
 protected:
  AuthRoutesTest() { routes_.Mount(router_); }

  http::Response Login(std::string body) const {
    return testing::Answer(
        router_,
        {.method = http::Method::kPost, .target = "/api/v1/auth/login", .body = std::move(body)});
  }

  AuthRoutes routes_{logins};
  http::Router router_;
};

constexpr const char* kRightBody = R"({"username":"demo","password":"demo123"})";
constexpr const char* kWrongBody = R"({"username":"demo","password":"wrong"})";

TEST_F(AuthRoutesTest, AnswersTokenAndName) {
  const http::Response response = Login(kRightBody);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.user, "demo");
  EXPECT_EQ(response.body,
            R"({"token":")" + sessions.Create("demo", clock.Now()) + R"(","username":"demo"})");
}

TEST_F(AuthRoutesTest, RefusesWithoutSayingWhy) {
  for (const char* body : {kWrongBody, R"({"username":"nobody","password":"demo123"})",
                           R"({"username":"","password":""})"}) {
    const http::Response response = Login(body);
    EXPECT_EQ(response.status, 401) << body;
    EXPECT_EQ(response.body, R"({"detail":"Invalid username or password"})");
    EXPECT_EQ(response.user, "");
  }
}

TEST_F(AuthRoutesTest, APasswordPastTheLimitOfBcryptIs401) {
  EXPECT_EQ(Login(R"({"username":"demo","password":")" + std::string(73, 'x') + "\"}").status, 401);
  EXPECT_EQ(Login(R"({"username":"demo","password":"demo123\u0000"})").status, 401);
}

TEST_F(AuthRoutesTest, TooManyFailuresSayWhenToRetry) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Login(kWrongBody).status, 401);
  const http::Response response = Login(kRightBody);
  EXPECT_EQ(response.status, 429);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0], (std::pair<std::string, std::string>("Retry-After", "20")));
}

// The entries are what the reference answers.
TEST_F(AuthRoutesTest, DescribesABodyThatDoesNotFit) {
  struct Case {
    const char* body;
    const char* answer;
  };
  const Case cases[] = {
      {"{}",
       R"({"detail":[{"type":"missing","loc":["body","username"],"msg":"Field required","input":{}},)"
       R"({"type":"missing","loc":["body","password"],"msg":"Field required","input":{}}]})"},
      {R"({"username":1,"password":null})",
       R"({"detail":[{"type":"string_type","loc":["body","username"],)"
       R"("msg":"Input should be a valid string","input":1},)"
       R"({"type":"string_type","loc":["body","password"],)"
       R"("msg":"Input should be a valid string","input":null}]})"},
      {"", R"({"detail":[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]})"},
  };
  for (const Case& c : cases) {
    const http::Response response = Login(c.body);
    EXPECT_EQ(response.status, 422) << c.body;
    EXPECT_EQ(response.body, c.answer);
  }
  EXPECT_EQ(Login(R"({"username":"\ud800","password":"x"})").status, 422);
  EXPECT_EQ(Login("\xff").status, 400);
}

}  // namespace
}  // namespace cq::api
