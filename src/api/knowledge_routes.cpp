#include "api/knowledge_routes.h"

#include <algorithm>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "api/authenticated.h"
#include "api/body_reader.h"
#include "api/error_response.h"
#include "api/knowledge_json.h"
#include "api/proposal_json.h"
#include "api/query_reader.h"
#include "api/validation.h"
#include "knowledge/unit_json.h"

namespace cq::api {
namespace {

constexpr std::int64_t kQueryDefaultLimit = 5;

using Query = knowledge::Query;

tl::expected<Query, http::Response> ReadQuery(const http::Request& request) {
  ValidationErrors errors;
  QueryReader reader(request.query, errors);
  Query query;
  query.domains = reader.RequiredList("domains");
  query.languages = reader.List("languages");
  query.frameworks = reader.List("frameworks");
  query.pattern = reader.Text("pattern").value_or("");
  const std::int64_t limit =
      reader.Integer("limit", IntegerRange::kPositive).value_or(kQueryDefaultLimit);
  query.limit = std::min(static_cast<std::size_t>(limit), knowledge::kQueryMaxLimit);
  if (!errors.empty()) return tl::unexpected(errors.ToResponse());
  return query;
}

http::Response Created(const Result<knowledge::KnowledgeUnit>& unit, knowledge::Audience audience) {
  if (!unit) return ErrorResponse(unit.error());
  std::string body;
  knowledge::AppendAnswerUnit(body, *unit, audience);
  return JsonResponse(201, std::move(body));
}

}  // namespace

KnowledgeRoutes::KnowledgeRoutes(knowledge::KnowledgeService& knowledge,
                                 auth::Authenticator& authenticator)
    : knowledge_(knowledge), authenticator_(authenticator) {}

void KnowledgeRoutes::Mount(http::Router& router) {
  using auth::Principal;
  using http::Method;
  using http::Request;
  router.AddWithInline(
      Method::kGet, "/api/v1/knowledge",
      [this](const Request& request) { return TryQuery(request); },
      [this](const Request& request) { return QueryUnits(request); });
  router.Add(Method::kPost, "/api/v1/knowledge",
             WithApiKey(authenticator_, [this](const Request& request, const Principal& principal) {
               return Propose(request, principal);
             }));
  router.AddWithInline(
      Method::kGet, "/api/v1/knowledge/stats", [this](const Request&) { return TryStats(); },
      [this](const Request&) { return Stats(); });
  router.Add(Method::kPost, "/api/v1/knowledge/{unit_id}/confirmations",
             WithApiKey(authenticator_, [this](const Request& request, const Principal&) {
               return Confirm(request);
             }));
  router.Add(Method::kPost, "/api/v1/knowledge/{unit_id}/flags",
             WithApiKey(authenticator_, [this](const Request& request, const Principal&) {
               return Flag(request);
             }));
}

std::optional<http::Response> KnowledgeRoutes::TryQuery(const http::Request& request) {
  const auto query = ReadQuery(request);
  if (!query) return query.error();
  const auto units = knowledge_.TryQuery(*query);
  if (!units) return std::nullopt;
  return JsonResponse(200, UnitListJson(*units));
}

http::Response KnowledgeRoutes::QueryUnits(const http::Request& request) {
  const auto query = ReadQuery(request);
  if (!query) return query.error();
  return JsonResponse(200, UnitListJson(knowledge_.QueryUnits(*query)));
}

std::optional<http::Response> KnowledgeRoutes::TryStats() {
  const auto stats = knowledge_.TryStats();
  if (!stats) return std::nullopt;
  return JsonResponse(200, KnowledgeStatsJson(*stats));
}

http::Response KnowledgeRoutes::Stats() {
  return JsonResponse(200, KnowledgeStatsJson(knowledge_.Stats()));
}

http::Response KnowledgeRoutes::Propose(const http::Request& request,
                                        const auth::Principal& principal) {
  const auto body = ReadJsonObject(request);
  if (!body) return body.error();
  auto proposal = ReadProposal(*body, principal.username);
  if (!proposal) return proposal.error();
  return Created(knowledge_.Propose(*std::move(proposal), principal.username),
                 knowledge::Audience::kProposer);
}

http::Response KnowledgeRoutes::Confirm(const http::Request& request) {
  return Created(knowledge_.Confirm(request.parameters.front()), knowledge::Audience::kPublic);
}

http::Response KnowledgeRoutes::Flag(const http::Request& request) {
  const auto body = ReadJsonObject(request);
  if (!body) return body.error();
  auto report = ReadFlagReport(*body);
  if (!report) return report.error();
  return Created(knowledge_.Flag(request.parameters.front(), *std::move(report)),
                 knowledge::Audience::kFlagger);
}

}  // namespace cq::api
