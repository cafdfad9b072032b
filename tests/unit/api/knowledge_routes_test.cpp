#include "api/knowledge_routes.h"

#include <gtest/gtest.h>

#include <memory>

#include "support/recorded_cases.h"
#include "unit/api/fakes.h"
#include "unit/api/route_caller.h"

namespace cq::api {
namespace {

using http::Method;
using testing::Answer;

constexpr std::string_view kUnitId = "ku_0123456789abcdef0123456789abcdef";

std::string DataFile(const std::string& name) { return CQ_TEST_DATA_DIR "/" + name; }

class KnowledgeRoutesTest : public ::testing::Test {
 protected:
  KnowledgeRoutesTest() { routes_.Mount(router_); }

  http::Response Get(const std::string& target) { return Answer(router_, {.target = target}); }

  http::Response Post(const std::string& target, const std::string& body) {
    return Answer(router_, {.method = Method::kPost,
                            .target = target,
                            .authorization = std::string(testing::kApiKey),
                            .body = body});
  }

  http::Response Propose(const std::string& body) { return Post("/api/v1/knowledge", body); }

  http::Response Flag(const std::string& body) {
    return Post("/api/v1/knowledge/" + std::string(kUnitId) + "/flags", body);
  }

  testing::FakeKnowledgeService knowledge_;
  testing::FakeAuthenticator authenticator_;
  KnowledgeRoutes routes_{knowledge_, authenticator_};
  http::Router router_;
};

TEST_F(KnowledgeRoutesTest, QueryPassesParametersAndJoinsUnits) {
  knowledge_.units = {std::make_shared<const std::string>("{1}"),
                      std::make_shared<const std::string>("{2}")};
  const auto response = Get(
      "/api/v1/knowledge?domains=A%20&languages=go&domains=b+c&frameworks=f&frameworks=g&pattern=p"
      "&limit=7");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"data":[{1},{2}]})");
  ASSERT_TRUE(knowledge_.last_query);
  EXPECT_EQ(knowledge_.last_query->domains, (std::vector<std::string>{"A ", "b c"}));
  EXPECT_EQ(knowledge_.last_query->languages, std::vector<std::string>{"go"});
  EXPECT_EQ(knowledge_.last_query->frameworks, (std::vector<std::string>{"f", "g"}));
  EXPECT_EQ(knowledge_.last_query->pattern, "p");
  EXPECT_EQ(knowledge_.last_query->limit, 7U);
}

// The reference writes last_used_at behind a successful answer only.
TEST_F(KnowledgeRoutesTest, OnlyWhatSucceedsIsAUseOfTheKey) {
  EXPECT_EQ(Flag("{}").status, 422);
  knowledge_.unit = Fail(ErrorCode::kNotFound, "gone");
  EXPECT_EQ(Flag(R"({"reason":"stale"})").status, 404);
  EXPECT_TRUE(authenticator_.used_keys.empty());
  knowledge_.unit = testing::SampleUnit();
  EXPECT_EQ(Flag(R"({"reason":"stale"})").status, 201);
  EXPECT_EQ(authenticator_.used_keys, std::vector<std::string>{"k1"});
}

TEST_F(KnowledgeRoutesTest, QueryAsksTheBlockingServiceWhenMemoryIsBehind) {
  knowledge_.in_memory = false;
  EXPECT_EQ(Get("/api/v1/knowledge?domains=a").body, R"({"data":[]})");
  EXPECT_EQ(Get("/api/v1/knowledge/stats").status, 200);
}

TEST_F(KnowledgeRoutesTest, QueryLimits) {
  struct Case {
    const char* text;
    std::size_t limit;
  };
  for (const Case& expected : {Case{"1", 1},
                               {"1000", 1000},
                               {"1001", 1000},
                               {"5.0", 5},
                               {"+5", 5},
                               {"1_0", 10},
                               {"99999999999999999999", 1000}}) {
    const std::string target = std::string("/api/v1/knowledge?domains=a&limit=") + expected.text;
    EXPECT_EQ(Get(target).status, 200) << target;
    EXPECT_EQ(knowledge_.last_query->limit, expected.limit) << target;
  }
  Get("/api/v1/knowledge?domains=a");
  EXPECT_EQ(knowledge_.last_query->limit, 5U);
}

TEST_F(KnowledgeRoutesTest, RejectedQueriesAnswerAsRecorded) {
  for (const json::Value& recorded : cq::testing::LoadCases(DataFile("rejected_queries.json"))) {
    const std::string target = cq::testing::TextOf(recorded, "target");
    if (!target.starts_with("/api/v1/knowledge")) continue;
    const auto response = Get(target);
    EXPECT_EQ(response.status, 422) << target;
    EXPECT_EQ(response.body, cq::testing::TextOf(recorded, "answer")) << target;
  }
}

TEST_F(KnowledgeRoutesTest, StatsKeepTheirOrder) {
  knowledge_.stats = {.total_count = 3,
                      .tier_counts = {{"private", 2}},
                      .domain_counts = {{"z\"", 2}, {"a", 1}},
                      .confidence_distribution = {{"0.0-0.3", 0}}};
  EXPECT_EQ(Get("/api/v1/knowledge/stats").body,
            R"({"total_count":3,"tier_counts":{"private":2},"domain_counts":{"z\"":2,"a":1},)"
            R"("confidence_distribution":{"0.0-0.3":0}})");
}

TEST_F(KnowledgeRoutesTest, ProposeAnswersTheUnitWithItsCreator) {
  const auto response =
      Propose(R"({"domains":["A "],"insight":{"summary":"s","detail":"d","action":"a","more":1},)"
              R"("context":{"languages":["go"],"pattern":"p"},"extensions":{"a:b":null},)"
              R"("created_by":"someone else","tier":"public"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.user, "ann");
  EXPECT_NE(response.body.find("\"created_by\":\"ann\""), std::string::npos);
  EXPECT_EQ(knowledge_.last_username, "ann");
  ASSERT_TRUE(knowledge_.last_proposal);
  EXPECT_EQ(knowledge_.last_proposal->domains, std::vector<std::string>{"A "});
  EXPECT_EQ(knowledge_.last_proposal->insight.detail, "d");
  EXPECT_EQ(knowledge_.last_proposal->context.languages, std::vector<std::string>{"go"});
  EXPECT_EQ(knowledge_.last_proposal->context.pattern, "p");
  EXPECT_EQ(knowledge_.last_proposal->extensions, (json::Object{{"a:b", nullptr}}));
}

TEST_F(KnowledgeRoutesTest, RejectedProposalsAnswerAsRecorded) {
  // The fake does not normalise domains; the service refuses these itself.
  const std::string refused_by_service = "At least one non-empty domain is required";
  for (const json::Value& recorded : cq::testing::LoadCases(DataFile("rejected_proposals.json"))) {
    const std::string body = cq::testing::TextOf(recorded, "body");
    const std::string answer = cq::testing::TextOf(recorded, "answer");
    if (answer.find(refused_by_service) != std::string::npos) continue;
    const auto response = Propose(body);
    EXPECT_EQ(response.status, 422) << body;
    EXPECT_EQ(response.body, answer) << body;
  }
}

TEST_F(KnowledgeRoutesTest, WhatCannotBeKeptIsRejected) {
  const std::string opening =
      R"({"domains":["a"],"insight":{"summary":"s","detail":"d","action":"a"},"extensions":)";
  const std::string deep = std::string(70, '[') + std::string(70, ']');
  for (const std::string& value :
       {std::string("NaN"), std::string("-Infinity"), std::string("1e400"),
        std::string(R"("\ud800")"), deep, std::string(4301, '1')}) {
    const auto response = Propose(opening + "{\"a:b\":" + value + "}}");
    EXPECT_EQ(response.status, 422) << value;
    EXPECT_NE(response.body.find("\"type\":\"json_invalid\""), std::string::npos) << response.body;
  }
  std::string extensions = "{\"a:0\":0";
  for (int i = 1; i <= 20; ++i) extensions += ",\"a:" + std::to_string(i) + "\":0";
  const auto response = Propose(opening + extensions + "}}");
  EXPECT_EQ(response.status, 422);
  EXPECT_NE(response.body.find(R"("loc":["body","extensions"])"), std::string::npos);
  EXPECT_EQ(Propose(opening + R"({"a:b\n":1}})").status, 422);
}

TEST_F(KnowledgeRoutesTest, BodiesAreJsonOnlyWithAJsonContentType) {
  const std::string body =
      R"({"domains":["a"],"insight":{"summary":"s","detail":"d","action":"a"}})";
  struct Case {
    const char* content_type;
    int status;
  };
  for (const Case& expected : {Case{"application/json", 201},
                               {"APPLICATION/JSON", 201},
                               {"application/json; charset=latin-1", 201},
                               {"application/vnd.cq+json", 201},
                               {"", 422},
                               {"json", 422},
                               {"text/plain", 422},
                               {"text/json", 422},
                               {"application/json/x", 422},
                               {"application/jsonx", 422},
                               {";application/json", 422}}) {
    const auto response = Answer(router_, {.method = Method::kPost,
                                           .target = "/api/v1/knowledge",
                                           .authorization = std::string(testing::kApiKey),
                                           .body = body,
                                           .content_type = expected.content_type});
    EXPECT_EQ(response.status, expected.status) << expected.content_type;
    if (expected.status == 422) {
      EXPECT_TRUE(response.body.starts_with(R"({"detail":[{"type":"model_attributes_type",)"
                                            R"("loc":["body"],)"))
          << response.body;
    }
  }
}

TEST_F(KnowledgeRoutesTest, BytesThatAreNoTextAreABadRequest) {
  const auto response = Propose("{\"a\":\"\xE9\"}");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, R"({"detail":"There was an error parsing the body"})");
}

TEST_F(KnowledgeRoutesTest, ErrorsOfABodyAreBounded) {
  std::string domains = "1";
  for (int i = 0; i < 50'000; ++i) domains += ",1";
  EXPECT_LT(Propose("{\"domains\":[" + domains + "],\"insight\":{}}").body.size(), 300'000U);
}

TEST_F(KnowledgeRoutesTest, CredentialsAreCheckedBeforeTheBody) {
  for (const char* target :
       {"/api/v1/knowledge", "/api/v1/knowledge/x/confirmations", "/api/v1/knowledge/x/flags"}) {
    const auto response = Answer(router_, {.method = Method::kPost, .target = target, .body = "{"});
    EXPECT_EQ(response.status, 401) << target;
    EXPECT_EQ(response.body, R"({"detail":"no key"})") << target;
  }
}

TEST_F(KnowledgeRoutesTest, ConfirmAnswersWithoutCreator) {
  const auto response = Post("/api/v1/knowledge/ku_x/confirmations", "{");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(knowledge_.last_unit_id, "ku_x");
  EXPECT_EQ(response.body.find("created_by"), std::string::npos);
}

TEST_F(KnowledgeRoutesTest, MissingUnitsAre404) {
  knowledge_.unit = Fail(ErrorCode::kNotFound, "Knowledge unit not found");
  for (const auto& response :
       {Post("/api/v1/knowledge/x/confirmations", ""), Flag(R"({"reason":"stale"})")}) {
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, R"({"detail":"Knowledge unit not found"})");
  }
}

TEST_F(KnowledgeRoutesTest, FlagPassesDetailAndOriginal) {
  const auto response = Flag(R"({"reason":"duplicate","detail":"see","duplicate_of":")" +
                             std::string(kUnitId) + R"("})");
  EXPECT_EQ(response.status, 201);
  ASSERT_TRUE(knowledge_.last_report);
  EXPECT_EQ(knowledge_.last_report->reason, "duplicate");
  EXPECT_EQ(knowledge_.last_report->detail, "see");
  EXPECT_EQ(knowledge_.last_report->duplicate_of, kUnitId);
  EXPECT_EQ(knowledge_.last_unit_id, kUnitId);
}

TEST_F(KnowledgeRoutesTest, FlagTakesNullsAsAbsent) {
  EXPECT_EQ(Flag(R"({"reason":"stale","detail":null,"duplicate_of":null})").status, 201);
  EXPECT_EQ(Flag(R"({"reason":"stale","duplicate_of":""})").status, 201);
  EXPECT_EQ(knowledge_.last_report->duplicate_of, std::nullopt);
}

TEST_F(KnowledgeRoutesTest, RejectedFlagsAnswerAsRecorded) {
  for (const json::Value& recorded : cq::testing::LoadCases(DataFile("rejected_flags.json"))) {
    const std::string body = cq::testing::TextOf(recorded, "body");
    const auto response = Flag(body);
    EXPECT_EQ(response.status, 422) << body;
    EXPECT_EQ(response.body, cq::testing::TextOf(recorded, "answer")) << body;
  }
}

TEST_F(KnowledgeRoutesTest, FlagRejectsWhatItWouldRecordWrongly) {
  struct Case {
    std::string body;
    const char* location;
  };
  for (const Case& rejected :
       {Case{R"({"reason":"duplicate"})", R"("loc":["body"],)"},
        Case{R"({"reason":"duplicate","duplicate_of":""})", R"("loc":["body"],)"},
        Case{R"({"reason":"duplicate","duplicate_of":"ku_1"})", R"("loc":["body","duplicate_of"])"},
        Case{R"({"reason":"stale","duplicate_of":"x"})", R"("loc":["body","duplicate_of"])"},
        Case{R"({"reason":"stale","detail":5})", R"("loc":["body","detail"])"},
        Case{R"({"reason":"stale","detail":")" + std::string(1001, 'x') + "\"}",
             R"("loc":["body","detail"])"}}) {
    const auto response = Flag(rejected.body);
    EXPECT_EQ(response.status, 422) << rejected.body;
    EXPECT_NE(response.body.find(rejected.location), std::string::npos) << response.body;
  }
  EXPECT_FALSE(knowledge_.last_report);
}

}  // namespace
}  // namespace cq::api
