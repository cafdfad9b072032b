#include "api/review_routes.h"

#include <gtest/gtest.h>

#include "support/recorded_cases.h"
#include "unit/api/fakes.h"
#include "unit/api/route_caller.h"

namespace cq::api {
namespace {

using http::Method;
using testing::Answer;

class ReviewRoutesTest : public ::testing::Test {
 protected:
  ReviewRoutesTest() { routes_.Mount(router_); }

  http::Response Get(const std::string& target) {
    return Answer(router_, {.target = target, .authorization = std::string(testing::kSession)});
  }

  http::Response Post(const std::string& target) {
    return Answer(router_, {.method = Method::kPost,
                            .target = target,
                            .authorization = std::string(testing::kSession)});
  }

  testing::FakeReviewService reviews_;
  testing::FakeAuthenticator authenticator_;
  ReviewRoutes routes_{reviews_, authenticator_};
  http::Router router_;
};

TEST_F(ReviewRoutesTest, EveryRouteAsksForASessionOfAnAccountFirst) {
  struct Case {
    Method method;
    const char* target;
  };
  for (const Case& route : {Case{Method::kGet, "/api/v1/review/queue?limit=x"},
                            {Method::kGet, "/api/v1/review/stats"},
                            {Method::kGet, "/api/v1/review/units?limit=x"},
                            {Method::kGet, "/api/v1/review/ku_x"},
                            {Method::kPost, "/api/v1/review/ku_x/approve"},
                            {Method::kPost, "/api/v1/review/ku_x/reject"}}) {
    authenticator_.last_presence.reset();
    const auto response = Answer(router_, {.method = route.method, .target = route.target});
    EXPECT_EQ(response.status, 401) << route.target;
    EXPECT_EQ(response.body, R"({"detail":"no session"})") << route.target;
    EXPECT_EQ(authenticator_.last_presence, auth::AccountPresence::kRequired) << route.target;
  }
}

TEST_F(ReviewRoutesTest, QueueEchoesItsPage) {
  reviews_.queue.items = {*reviews_.item};
  reviews_.queue.total = 12;
  const auto response = Get("/api/v1/review/queue?limit=2&offset=10");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.user, "ann");
  EXPECT_TRUE(response.body.starts_with(R"({"items":[{"knowledge_unit":{"id":"ku_)"));
  EXPECT_TRUE(response.body.ends_with(
      R"("status":"pending","reviewed_by":null,"reviewed_at":null}],"total":12,"offset":10,)"
      R"("limit":2})"))
      << response.body;
  EXPECT_EQ(reviews_.last_limit, 2);
  EXPECT_EQ(reviews_.last_offset, 10);
}

TEST_F(ReviewRoutesTest, QueueDefaultsAndBounds) {
  Get("/api/v1/review/queue");
  EXPECT_EQ(reviews_.last_limit, 20);
  EXPECT_EQ(reviews_.last_offset, 0);
  EXPECT_TRUE(Get("/api/v1/review/queue?limit=5000").body.ends_with("\"limit\":5000}"));
  EXPECT_EQ(reviews_.last_limit, kReviewMaxLimit);
  Get("/api/v1/review/queue?limit=0");
  EXPECT_EQ(reviews_.last_limit, 0);
}

TEST_F(ReviewRoutesTest, PagesOutsideTheirRangeAreRejected) {
  struct Case {
    const char* target;
    const char* type;
  };
  for (const Case& rejected :
       {Case{"/api/v1/review/queue?limit=-1", "greater_than_equal"},
        {"/api/v1/review/queue?offset=-1", "greater_than_equal"},
        {"/api/v1/review/units?limit=-99999999999999999999", "greater_than_equal"},
        {"/api/v1/review/units?offset=-1", "greater_than_equal"},
        {"/api/v1/review/units?offset=x", "int_parsing"},
        {"/api/v1/review/queue?limit=9223372036854775808", "int_parsing_size"},
        {"/api/v1/review/queue?offset=9223372036854775808", "int_parsing_size"}}) {
    const auto response = Get(rejected.target);
    EXPECT_EQ(response.status, 422) << rejected.target;
    EXPECT_NE(response.body.find("\"type\":\"" + std::string(rejected.type) + "\""),
              std::string::npos)
        << response.body;
  }
}

TEST_F(ReviewRoutesTest, RejectedQueriesAnswerAsRecorded) {
  const auto cases = cq::testing::LoadCases(CQ_TEST_DATA_DIR "/rejected_queries.json");
  for (const json::Value& recorded : cases) {
    const std::string target = cq::testing::TextOf(recorded, "target");
    if (!target.starts_with("/api/v1/review")) continue;
    const auto response = Get(target);
    EXPECT_EQ(response.status, 422) << target;
    EXPECT_EQ(response.body, cq::testing::TextOf(recorded, "answer")) << target;
  }
}

TEST_F(ReviewRoutesTest, ListPassesItsFilter) {
  reviews_.queue.items = {*reviews_.item, *reviews_.item};
  const auto response = Get(
      "/api/v1/review/units?domain=D%20&confidence_min=1_0e-1&confidence_max=inf&status=approved"
      "&limit=3");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.body.starts_with("[{") && response.body.ends_with("}]"));
  ASSERT_TRUE(reviews_.last_filter);
  EXPECT_EQ(reviews_.last_filter->domain, "D ");
  EXPECT_EQ(reviews_.last_filter->confidence_min, 1.0);
  EXPECT_EQ(reviews_.last_filter->confidence_max, std::numeric_limits<double>::infinity());
  EXPECT_EQ(reviews_.last_filter->status, "approved");
  EXPECT_EQ(reviews_.last_filter->limit, 3);
}

TEST_F(ReviewRoutesTest, ListPassesTextAuthorAndOffset) {
  Get("/api/v1/review/units?q=two%20words&author=ann%40example.com&offset=40&limit=20");
  ASSERT_TRUE(reviews_.last_filter);
  EXPECT_EQ(reviews_.last_filter->text, "two words");
  EXPECT_EQ(reviews_.last_filter->author, "ann@example.com");
  EXPECT_EQ(reviews_.last_filter->offset, 40);
  EXPECT_EQ(reviews_.last_filter->limit, 20);
}

TEST_F(ReviewRoutesTest, LongTextsAreRejected) {
  const std::string e_acute = "%C3%A9";
  const auto repeated = [&e_acute](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += e_acute;
    return text;
  };
  EXPECT_EQ(Get("/api/v1/review/units?q=" + repeated(200)).status, 200);
  const auto response = Get("/api/v1/review/units?q=" + repeated(201));
  EXPECT_EQ(response.status, 422);
  EXPECT_TRUE(
      response.body.starts_with(R"({"detail":[{"type":"string_too_long","loc":["query","q"],)"))
      << response.body;
  EXPECT_EQ(Get("/api/v1/review/units?author=" + repeated(256)).status, 200);
  EXPECT_EQ(Get("/api/v1/review/units?author=" + repeated(257)).status, 422);
}

TEST_F(ReviewRoutesTest, ListWithoutFilter) {
  EXPECT_EQ(Get("/api/v1/review/units").body, "[]");
  ASSERT_TRUE(reviews_.last_filter);
  EXPECT_EQ(reviews_.last_filter->domain, std::nullopt);
  EXPECT_EQ(reviews_.last_filter->confidence_min, std::nullopt);
  EXPECT_EQ(reviews_.last_filter->text, std::nullopt);
  EXPECT_EQ(reviews_.last_filter->author, std::nullopt);
  EXPECT_EQ(reviews_.last_filter->offset, std::nullopt);
  EXPECT_EQ(reviews_.last_filter->limit, 100);
}

TEST_F(ReviewRoutesTest, GetUnitShowsEverythingToReviewers) {
  const auto response = Get("/api/v1/review/ku_x");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(reviews_.last_unit_id, "ku_x");
  EXPECT_NE(response.body.find("\"created_by\":\"ann\""), std::string::npos);
  reviews_.item = Fail(ErrorCode::kNotFound, "Knowledge unit not found");
  EXPECT_EQ(Get("/api/v1/review/ku_x").status, 404);
}

TEST_F(ReviewRoutesTest, Decisions) {
  EXPECT_EQ(Post("/api/v1/review/ku_x/approve").body,
            R"({"unit_id":"ku_x","status":"approved","reviewed_by":"ann",)"
            R"("reviewed_at":"2026-11-23T20:44:43+00:00"})");
  EXPECT_NE(Post("/api/v1/review/ku_x/reject").body.find("rejected"), std::string::npos);
  reviews_.conflict = "Knowledge unit already approved";
  const auto response = Post("/api/v1/review/ku_x/approve");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.body, R"({"detail":"Knowledge unit already approved"})");
}

TEST_F(ReviewRoutesTest, StatsKeepTheirMembersAndOrder) {
  reviews_.stats.counts = {{"pending", 1}, {"approved", 2}};
  reviews_.stats.domains = {{"z", 2}};
  reviews_.stats.confidence_distribution = {{"0.0-0.3", 0}};
  reviews_.stats.recent_activity = {
      {.type = "approved", .unit_id = "u1", .summary = "s", .reviewed_by = "ann", .timestamp = "t"},
      {.type = "rejected", .unit_id = "u2", .summary = "s", .reviewed_by = {}, .timestamp = "t"},
      {.type = "proposed", .unit_id = "u3", .summary = "s", .reviewed_by = {}, .timestamp = ""}};
  reviews_.stats.daily = {{.date = "2026-11-23", .proposed = 3, .approved = 2, .rejected = 1}};
  const std::string expected =
      R"({"counts":{"pending":1,"approved":2},"domains":{"z":2},)"
      R"("confidence_distribution":{"0.0-0.3":0},"recent_activity":[)"
      R"({"type":"approved","unit_id":"u1","summary":"s","reviewed_by":"ann","timestamp":"t"},)"
      R"({"type":"rejected","unit_id":"u2","summary":"s","reviewed_by":null,"timestamp":"t"},)"
      R"({"type":"proposed","unit_id":"u3","summary":"s","timestamp":""}],)"
      R"("trends":{"daily":[{"date":"2026-11-23","proposed":3,"approved":2,"rejected":1}]}})";
  EXPECT_EQ(Get("/api/v1/review/stats").body, expected);
  reviews_.in_memory = false;
  EXPECT_EQ(Get("/api/v1/review/stats").body, expected);
  authenticator_.in_memory = false;
  EXPECT_EQ(Get("/api/v1/review/stats").user, "ann");
}

}  // namespace
}  // namespace cq::api
