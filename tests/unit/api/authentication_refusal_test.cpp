#include "api/authentication_refusal.h"

#include <gtest/gtest.h>

#include <string>

#include "api/protected_resource.h"
#include "unit/api/fakes.h"
#include "unit/api/route_caller.h"

namespace cq::api {
namespace {

std::string HeaderOf(const http::Response& response, std::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (header == name) return value;
  }
  return {};
}

http::Request RequestTo(std::string host) {
  http::Request request;
  request.scheme = "https";
  if (!host.empty()) request.headers.emplace_back("Host", std::move(host));
  return request;
}

auth::AuthenticationRefusal Refusal(ErrorCode code, auth::Challenge challenge) {
  auth::AuthenticationRefusal refusal;
  refusal.error = {code, "text"};
  refusal.challenge = challenge;
  refusal.reason = "expired";
  return refusal;
}

TEST(RefusalResponseTest, TheChallengeFollowsTheRefusal) {
  struct Case {
    auth::Challenge challenge;
    const char* host;
    const char* expected;
  };
  for (const Case& each : {
           Case{auth::Challenge::kNone, "cq.example", ""},
           Case{auth::Challenge::kMissingToken, "cq.example:3000",
                "Bearer resource_metadata="
                "\"https://cq.example:3000/.well-known/oauth-protected-resource\""},
           Case{auth::Challenge::kInvalidToken, "[::1]:3000",
                "Bearer resource_metadata="
                "\"https://[::1]:3000/.well-known/oauth-protected-resource\", "
                "error=\"invalid_token\""},
           Case{auth::Challenge::kInvalidToken, "", "Bearer error=\"invalid_token\""},
           Case{auth::Challenge::kMissingToken, "evil\"host", "Bearer"},
       }) {
    const http::Response response =
        RefusalResponse(Refusal(ErrorCode::kUnauthenticated, each.challenge), RequestTo(each.host));
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, R"({"detail":"text"})");
    EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"), each.expected);
    EXPECT_EQ(response.refusal, "expired");
  }
}

TEST(RefusalResponseTest, ForbiddenAndUnavailableHaveNoChallenge) {
  const http::Response forbidden =
      RefusalResponse(Refusal(ErrorCode::kForbidden, auth::Challenge::kNone), RequestTo("a"));
  EXPECT_EQ(forbidden.status, 403);
  EXPECT_TRUE(forbidden.headers.empty());
  auth::AuthenticationRefusal unavailable =
      Refusal(ErrorCode::kUnavailable, auth::Challenge::kNone);
  unavailable.retry_after = std::chrono::seconds(9);
  const http::Response response = RefusalResponse(unavailable, RequestTo("a"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(HeaderOf(response, "Retry-After"), "9");
}

TEST(RefusalResponseTest, WaitingPostponesTheRequest) {
  auth::AuthenticationRefusal refusal;
  bool waited = false;
  refusal.pending = auth::KeysPending{[&waited](const std::function<void()>&) { waited = true; }};
  const http::Response response = RefusalResponse(refusal, RequestTo("a"));
  ASSERT_TRUE(response.postponed);
  response.postponed([] {});
  EXPECT_TRUE(waited);
}

TEST(ProtectedResourceTest, NamesTheIssuerAndThisServer) {
  ProtectedResourceRoutes routes("https://idp.example/realms/a");
  http::Router router;
  routes.Mount(router);
  const auto match = router.Match(http::Method::kGet, kProtectedResourcePath);
  ASSERT_EQ(match.kind, http::RouteMatch::Kind::kFound);
  const auto response = match.route->inline_handler(RequestTo("cq.example"));
  EXPECT_EQ(response->body,
            R"({"resource":"https://cq.example",)"
            R"("authorization_servers":["https://idp.example/realms/a"],)"
            R"("bearer_methods_supported":["header"],"resource_name":"cq-server"})");
  EXPECT_EQ(match.route->inline_handler(RequestTo(""))->status, 400);
}

}  // namespace
}  // namespace cq::api
