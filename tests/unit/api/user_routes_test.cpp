#include "api/user_routes.h"

#include <gtest/gtest.h>

#include <string>

#include "json/parse.h"
#include "unit/api/route_caller.h"
#include "unit/auth/accounts_fixture.h"

namespace cq::api {
namespace {

using http::Method;

const std::string kKeysPath = "/api/v1/users/me/api-keys";

class UserRoutesTest : public ::testing::Test, protected auth::AccountsFixture {
 protected:
  UserRoutesTest() { routes_.Mount(router_); }

  http::Response Ask(Method method, const std::string& target, std::string body = "") const {
    return AskAs(SessionOf("demo"), method, target, std::move(body));
  }

  http::Response AskAs(std::string authorization, Method method, const std::string& target,
                       std::string body = "") const {
    return testing::Answer(router_, {.method = method,
                                     .target = target,
                                     .authorization = std::move(authorization),
                                     .body = std::move(body)});
  }

  // A text member of the answer.
  static std::string Member(const http::Response& response, std::string_view name) {
    const auto document = json::Parse(response.body);
    return *document.value().Find(name)->AsString();
  }

  UserRoutes routes_{authenticator, accounts, api_keys};
  http::Router router_;
};

TEST_F(UserRoutesTest, MeIsTheRowOfTheSession) {
  for (const char* round : {"from the database", "from memory"}) {
    const http::Response response = Ask(Method::kGet, "/api/v1/users/me");
    EXPECT_EQ(response.status, 200) << round;
    EXPECT_EQ(response.body, R"({"username":"demo","created_at":"2026-11-23 20:34:31"})");
    EXPECT_EQ(response.user, "demo");
  }
  EXPECT_EQ(users.reads, 1);
}

TEST_F(UserRoutesTest, MeOfARemovedUserIs404AndItsKeysAre401) {
  const std::string gone = SessionOf("gone");
  const http::Response me = AskAs(gone, Method::kGet, "/api/v1/users/me");
  EXPECT_EQ(me.status, 404);
  EXPECT_EQ(me.body, R"({"detail":"User not found"})");
  for (const http::Response& response :
       {AskAs(gone, Method::kGet, kKeysPath), AskAs(gone, Method::kPost, kKeysPath, "{"),
        AskAs(gone, Method::kPost, kKeysPath + "/x/revoke")}) {
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, R"({"detail":"Invalid or expired token"})");
  }
}

TEST_F(UserRoutesTest, EveryRouteWantsASessionBeforeItReadsTheBody) {
  for (const http::Response& response :
       {AskAs("", Method::kGet, "/api/v1/users/me"), AskAs("", Method::kGet, kKeysPath),
        AskAs("", Method::kPost, kKeysPath, "{"),
        AskAs("", Method::kPost, kKeysPath + "/x/revoke")}) {
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, R"({"detail":"Missing or invalid authorization header"})");
  }
}

TEST_F(UserRoutesTest, CreatesListsAndRevokesAKey) {
  const http::Response created =
      Ask(Method::kPost, kKeysPath, R"({"name":"laptop","ttl":"30D","labels":[" é ","é"]})");
  ASSERT_EQ(created.status, 201);
  const std::string id = Member(created, "id");
  const std::string token = Member(created, "token");
  const std::string prefix = Member(created, "prefix");
  const std::string begin = R"({"id":")" + id + R"(","name":"laptop","labels":["é"],"prefix":")" +
                            prefix +
                            R"(","ttl":"30d","expires_at":"2027-02-14T08:00:00+00:00",)"
                            R"("created_at":"2027-01-15T08:00:00+00:00",)";
  EXPECT_EQ(created.body, begin +
                              R"("last_used_at":null,"revoked_at":null,"is_expired":false,)"
                              R"("is_active":true,"token":")" +
                              token + R"(","api_key":")" + token + R"(","key_prefix":")" + prefix +
                              "\"}");

  const http::Response revoked = Ask(Method::kPost, kKeysPath + "/" + id + "/revoke");
  EXPECT_EQ(revoked.status, 200);
  EXPECT_EQ(revoked.body, R"({"message":"API key revoked."})");

  const http::Response listed = Ask(Method::kGet, kKeysPath);
  EXPECT_EQ(listed.status, 200);
  EXPECT_EQ(listed.body, R"({"data":[)" + begin +
                             R"("last_used_at":null,"revoked_at":"2027-01-15T08:00:00+00:00",)"
                             R"("is_expired":false,"is_active":false,"key_prefix":")" +
                             prefix + "\"}]}");
}

TEST_F(UserRoutesTest, ListsNothingAtFirst) {
  EXPECT_EQ(Ask(Method::kGet, kKeysPath).body, R"({"data":[]})");
}

TEST_F(UserRoutesTest, RevokingAnUnknownKeyIs404) {
  const http::Response response = Ask(Method::kPost, kKeysPath + "/x/revoke");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, R"({"detail":"API key not found"})");
}

TEST_F(UserRoutesTest, TheTwentyFirstKeyIs409) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Ask(Method::kPost, kKeysPath, R"({"name":"k","ttl":"1h"})").status, 201);
  }
  const http::Response response = Ask(Method::kPost, kKeysPath, R"({"name":"k","ttl":"1h"})");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.body, R"({"detail":"Maximum of 20 active API keys per user"})");
}

TEST_F(UserRoutesTest, AWrongTtlIsA422WithAText) {
  const http::Response response = Ask(Method::kPost, kKeysPath, R"({"name":"k","ttl":"it's"})");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.body,
            R"({"detail":"\"it's\" is not a valid duration: expected <integer><s|m|h|d>, )"
            R"(e.g. 30d, 12h"})");
}

// The entries are what the reference answers.
TEST_F(UserRoutesTest, DescribesABodyThatDoesNotFit) {
  struct Case {
    const char* body;
    const char* entries;
  };
  const Case cases[] = {
      {R"({"ttl":"1d"})",
       R"({"type":"missing","loc":["body","name"],"msg":"Field required","input":{"ttl":"1d"}})"},
      {R"({"name":"","ttl":""})",
       R"({"type":"string_too_short","loc":["body","name"],)"
       R"("msg":"String should have at least 1 character","input":"","ctx":{"min_length":1}},)"
       R"({"type":"string_too_short","loc":["body","ttl"],)"
       R"("msg":"String should have at least 1 character","input":"","ctx":{"min_length":1}})"},
      {R"({"name":"k","ttl":"11111111111111111"})",
       R"({"type":"string_too_long","loc":["body","ttl"],)"
       R"("msg":"String should have at most 16 characters","input":"11111111111111111",)"
       R"("ctx":{"max_length":16}})"},
      {R"({"name":"k","ttl":"1d","labels":null})",
       R"({"type":"list_type","loc":["body","labels"],)"
       R"("msg":"Input should be a valid list","input":null})"},
      {R"({"name":"k","ttl":"1d","labels":["a",1]})",
       R"({"type":"string_type","loc":["body","labels",1],)"
       R"("msg":"Input should be a valid string","input":1})"},
      {R"({"name":"k","ttl":"1d","labels":["","","","","","","","","","","","","","","","",""]})",
       R"({"type":"too_long","loc":["body","labels"],)"
       R"("msg":"List should have at most 16 items after validation, not 17",)"
       R"("input":["","","","","","","","","","","","","","","","",""],)"
       R"("ctx":{"field_type":"List","max_length":16,"actual_length":17}})"},
  };
  for (const Case& c : cases) {
    const http::Response response = Ask(Method::kPost, kKeysPath, c.body);
    EXPECT_EQ(response.status, 422) << c.body;
    EXPECT_EQ(response.body, std::string(R"({"detail":[)") + c.entries + "]}");
  }
}

TEST_F(UserRoutesTest, NamesAreMeasuredInCodePoints) {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "😀";
  EXPECT_EQ(Ask(Method::kPost, kKeysPath, R"({"name":")" + name + R"(","ttl":"1h"})").status, 201);
  EXPECT_EQ(Ask(Method::kPost, kKeysPath, R"({"name":"x)" + name + R"(","ttl":"1h"})").status, 422);
}

TEST_F(UserRoutesTest, PostIsTheFirstMethodOfTheKeys) {
  const http::RouteMatch match = router_.Match(Method::kDelete, kKeysPath);
  EXPECT_EQ(match.kind, http::RouteMatch::Kind::kMethodNotAllowed);
  EXPECT_EQ(match.route->method, Method::kPost);
}

}  // namespace
}  // namespace cq::api
