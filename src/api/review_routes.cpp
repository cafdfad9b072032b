#include "api/review_routes.h"

#include <algorithm>
#include <utility>

#include "api/authenticated.h"
#include "api/authentication_refusal.h"
#include "api/error_response.h"
#include "api/query_reader.h"
#include "api/review_json.h"
#include "api/validation.h"
#include "knowledge/knowledge_unit.h"
#include "review/text_search.h"

namespace cq::api {
namespace {

constexpr std::int64_t kQueueDefaultLimit = 20;
constexpr std::int64_t kListDefaultLimit = 100;

}  // namespace

ReviewRoutes::ReviewRoutes(review::ReviewService& reviews, auth::Authenticator& authenticator)
    : reviews_(reviews), authenticator_(authenticator) {}

void ReviewRoutes::Mount(http::Router& router) {
  using auth::Principal;
  using http::Method;
  using http::Request;
  const auto with_session = [this](AuthenticatedHandler handler) {
    return WithSession(authenticator_, auth::AccountPresence::kRequired, std::move(handler));
  };
  const auto decide = [this, &with_session](review::Verdict verdict) {
    return with_session([this, verdict](const Request& request, const Principal& principal) {
      return Decide(request, principal, verdict);
    });
  };
  router.Add(
      Method::kGet, "/api/v1/review/queue",
      with_session([this](const Request& request, const Principal&) { return Queue(request); }));
  router.AddWithInline(
      Method::kGet, "/api/v1/review/stats",
      [this](const Request& request) { return TryStats(request); },
      with_session([this](const Request&, const Principal&) { return Stats(); }));
  router.Add(Method::kGet, "/api/v1/review/units",
             with_session(
                 [this](const Request& request, const Principal&) { return ListUnits(request); }));
  router.Add(Method::kPost, "/api/v1/review/{unit_id}/approve", decide(review::Verdict::kApproved));
  router.Add(Method::kPost, "/api/v1/review/{unit_id}/reject", decide(review::Verdict::kRejected));
  router.Add(
      Method::kGet, "/api/v1/review/{unit_id}",
      with_session([this](const Request& request, const Principal&) { return GetUnit(request); }));
}

http::Response ReviewRoutes::Queue(const http::Request& request) {
  ValidationErrors errors;
  QueryReader reader(request.query, errors);
  const std::int64_t limit =
      reader.Integer("limit", IntegerRange::kNotNegative64).value_or(kQueueDefaultLimit);
  const std::int64_t offset = reader.Integer("offset", IntegerRange::kNotNegative64).value_or(0);
  if (!errors.empty()) return errors.ToResponse();
  const review::ReviewQueue queue = reviews_.Queue(std::min(limit, kReviewMaxLimit), offset);
  return JsonResponse(200, ReviewQueueJson(queue, offset, limit));
}

std::optional<http::Response> ReviewRoutes::TryStats(const http::Request& request) {
  const auto principal = authenticator_.TryAuthenticateSession(request.Header("Authorization"),
                                                               auth::AccountPresence::kRequired);
  if (!principal) return std::nullopt;
  if (!*principal) return RefusalResponse(principal->error(), request);
  const auto stats = reviews_.TryStats();
  if (!stats) return std::nullopt;
  http::Response response = JsonResponse(200, ReviewStatsJson(*stats));
  response.user = (*principal)->username;
  return response;
}

http::Response ReviewRoutes::Stats() {
  return JsonResponse(200, ReviewStatsJson(reviews_.Stats()));
}

http::Response ReviewRoutes::ListUnits(const http::Request& request) {
  ValidationErrors errors;
  QueryReader reader(request.query, errors);
  review::ListFilter filter;
  filter.domain = reader.Text("domain");
  filter.confidence_min = reader.Number("confidence_min");
  filter.confidence_max = reader.Number("confidence_max");
  filter.status = reader.Text("status");
  filter.text = reader.Text("q", review::kSearchTextMaxLength);
  filter.author = reader.Text("author", knowledge::kCreatedByMaxLength);
  filter.offset = reader.Integer("offset", IntegerRange::kNotNegative64);
  const std::int64_t limit =
      reader.Integer("limit", IntegerRange::kNotNegative64).value_or(kListDefaultLimit);
  if (!errors.empty()) return errors.ToResponse();
  filter.limit = std::min(limit, kReviewMaxLimit);
  return JsonResponse(200, ReviewItemsJson(reviews_.ListUnits(filter)));
}

http::Response ReviewRoutes::GetUnit(const http::Request& request) {
  const auto item = reviews_.GetUnit(request.parameters.front());
  if (!item) return ErrorResponse(item.error());
  return JsonResponse(200, ReviewItemJson(*item));
}

http::Response ReviewRoutes::Decide(const http::Request& request, const auth::Principal& principal,
                                    review::Verdict verdict) {
  const auto decision = reviews_.Decide(request.parameters.front(), verdict, principal.username);
  if (!decision) return ErrorResponse(decision.error());
  return JsonResponse(200, DecisionJson(*decision));
}

}  // namespace cq::api
