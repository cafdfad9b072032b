// Services that answer from their public members and note what they were asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/authenticator.h"
#include "knowledge/knowledge_service.h"
#include "review/review_service.h"

namespace cq::api::testing {

inline constexpr std::string_view kSession = "Bearer session";
inline constexpr std::string_view kApiKey = "Bearer key";

// Knows one session and one API key, both of "ann".
class FakeAuthenticator final : public auth::Authenticator {
 public:
  Result<auth::Principal> AuthenticateSession(std::optional<std::string_view> authorization,
                                              auth::AccountPresence presence) override {
    last_presence = presence;
    return Check(authorization, kSession, "no session");
  }
  std::optional<Result<auth::Principal>> TryAuthenticateSession(
      std::optional<std::string_view> authorization, auth::AccountPresence presence) override {
    if (!in_memory) return std::nullopt;
    return AuthenticateSession(authorization, presence);
  }
  Result<auth::Principal> AuthenticateApiKey(
      std::optional<std::string_view> authorization) override {
    return Check(authorization, kApiKey, "no key");
  }

  void NoteUse(const auth::Principal& principal) override {
    used_keys.push_back(principal.api_key_id);
  }

  bool in_memory = true;
  std::optional<auth::AccountPresence> last_presence;
  std::vector<std::string> used_keys;

 private:
  static Result<auth::Principal> Check(std::optional<std::string_view> authorization,
                                       std::string_view expected, std::string refusal) {
    if (authorization != expected) return Fail(ErrorCode::kUnauthenticated, std::move(refusal));
    return auth::Principal{.username = "ann", .api_key_id = expected == kApiKey ? "k1" : ""};
  }
};

inline knowledge::KnowledgeUnit SampleUnit() {
  knowledge::KnowledgeUnit unit;
  unit.id = "ku_0123456789abcdef0123456789abcdef";
  unit.domains = {"a"};
  unit.insight = {.summary = "s", .detail = "d", .action = "a"};
  unit.evidence.first_observed = "2026-11-23T20:44:43Z";
  unit.evidence.last_confirmed = "2026-11-23T20:44:43Z";
  unit.created_by = "ann";
  return unit;
}

class FakeKnowledgeService final : public knowledge::KnowledgeService {
 public:
  std::optional<std::vector<knowledge::UnitText>> TryQuery(const knowledge::Query& query) override {
    if (!in_memory) return std::nullopt;
    return QueryUnits(query);
  }
  std::vector<knowledge::UnitText> QueryUnits(const knowledge::Query& query) override {
    last_query = query;
    return units;
  }
  std::optional<knowledge::KnowledgeStats> TryStats() override {
    if (!in_memory) return std::nullopt;
    return stats;
  }
  knowledge::KnowledgeStats Stats() override { return stats; }
  Result<knowledge::KnowledgeUnit> Propose(knowledge::Proposal proposal,
                                           std::string_view username) override {
    last_proposal = std::move(proposal);
    last_username = username;
    return unit;
  }
  Result<knowledge::KnowledgeUnit> Confirm(std::string_view unit_id) override {
    last_unit_id = unit_id;
    return unit;
  }
  Result<knowledge::KnowledgeUnit> Flag(std::string_view unit_id,
                                        knowledge::FlagReport report) override {
    last_unit_id = unit_id;
    last_report = std::move(report);
    return unit;
  }

  bool in_memory = true;
  std::vector<knowledge::UnitText> units;
  knowledge::KnowledgeStats stats;
  Result<knowledge::KnowledgeUnit> unit = SampleUnit();
  std::optional<knowledge::Query> last_query;
  std::optional<knowledge::Proposal> last_proposal;
  std::optional<knowledge::FlagReport> last_report;
  std::string last_username;
  std::string last_unit_id;
};

class FakeReviewService final : public review::ReviewService {
 public:
  review::ReviewQueue Queue(std::int64_t limit, std::int64_t offset) override {
    last_limit = limit;
    last_offset = offset;
    return queue;
  }
  std::vector<review::ReviewItem> ListUnits(const review::ListFilter& filter) override {
    last_filter = filter;
    return queue.items;
  }
  Result<review::ReviewItem> GetUnit(std::string_view unit_id) override {
    last_unit_id = unit_id;
    return item;
  }
  Result<review::Decision> Decide(std::string_view unit_id, review::Verdict verdict,
                                  std::string_view reviewer) override {
    if (conflict) return Fail(ErrorCode::kConflict, *conflict);
    return review::Decision{
        .unit_id = std::string(unit_id),
        .status = verdict == review::Verdict::kApproved ? "approved" : "rejected",
        .reviewed_by = std::string(reviewer),
        .reviewed_at = "2026-11-23T20:44:43+00:00"};
  }
  review::ReviewStats Stats() override { return stats; }
  std::optional<review::ReviewStats> TryStats() override {
    if (!in_memory) return std::nullopt;
    return stats;
  }

  bool in_memory = true;
  review::ReviewQueue queue;
  Result<review::ReviewItem> item = review::ReviewItem{.unit = SampleUnit(),
                                                       .status = "pending",
                                                       .reviewed_by = std::nullopt,
                                                       .reviewed_at = std::nullopt};
  review::ReviewStats stats;
  std::optional<std::string> conflict;
  std::int64_t last_limit = -1;
  std::int64_t last_offset = -1;
  std::optional<review::ListFilter> last_filter;
  std::string last_unit_id;
};

}  // namespace cq::api::testing
