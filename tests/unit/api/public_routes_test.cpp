#include <gtest/gtest.h>

#include <set>

#include "api/health_routes.h"
#include "api/knowledge_routes.h"
#include "api/openapi_routes.h"
#include "api/review_routes.h"
#include "json/parse.h"
#include "unit/api/fakes.h"
#include "unit/api/route_caller.h"

namespace cq::api {
namespace {

using testing::Answer;

TEST(HealthRoutes, AnswersFromMemory) {
  http::Router router;
  HealthRoutes::Mount(router);
  EXPECT_EQ(Answer(router, {.target = "/api/v1/health"}).body, R"({"status":"ok"})");
}

TEST(HealthRoutes, PublishesNoNodeDocument) {
  http::Router router;
  HealthRoutes::Mount(router);
  const auto response = Answer(router, {.target = "/.well-known/cq-node.json"});
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body, R"({"detail":"Not Found"})");
}

json::Value Document() {
  http::Router router;
  OpenapiRoutes::Mount(router);
  const auto document = json::Parse(Answer(router, {.target = "/openapi.json"}).body);
  return document ? *document : json::Value();
}

// Every "$ref" below `value`.
void CollectReferences(const json::Value& value, std::set<std::string>& references) {
  if (const json::Array* items = value.AsArray()) {
    for (const json::Value& item : *items) CollectReferences(item, references);
  }
  if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) {
      if (name == "$ref") references.insert(*member.AsString());
      CollectReferences(member, references);
    }
  }
}

TEST(OpenapiDocument, IsOpenApi31) {
  const json::Value document = Document();
  ASSERT_NE(document.Find("openapi"), nullptr);
  EXPECT_EQ(*document.Find("openapi")->AsString(), "3.1.0");
  EXPECT_EQ(document.Find("info")->Find("version")->AsString()->find('@'), std::string::npos);
}

TEST(OpenapiDocument, ReferencesNothingThatIsMissing) {
  const json::Value document = Document();
  std::set<std::string> references;
  CollectReferences(document, references);
  ASSERT_FALSE(references.empty());
  for (const std::string& reference : references) {
    const json::Value* target = &document;
    for (std::size_t at = 2; at < reference.size();) {
      const std::size_t end = std::min(reference.find('/', at), reference.size());
      target = target == nullptr ? nullptr : target->Find(reference.substr(at, end - at));
      at = end + 1;
    }
    EXPECT_NE(target, nullptr) << reference;
  }
}

TEST(OpenapiDocument, DescribesEveryRouteOfTheApi) {
  const json::Value document = Document();
  testing::FakeKnowledgeService knowledge;
  testing::FakeReviewService reviews;
  testing::FakeAuthenticator authenticator;
  KnowledgeRoutes knowledge_routes(knowledge, authenticator);
  ReviewRoutes review_routes(reviews, authenticator);
  http::Router router;
  knowledge_routes.Mount(router);
  review_routes.Mount(router);
  for (const http::Route& route : router.routes()) {
    const json::Value* path = document.Find("paths")->Find(route.path_template);
    ASSERT_NE(path, nullptr) << route.path_template;
    const char* operation = route.method == http::Method::kGet ? "get" : "post";
    EXPECT_NE(path->Find(operation), nullptr) << route.path_template;
  }
}

}  // namespace
}  // namespace cq::api
