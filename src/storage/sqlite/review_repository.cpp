#include "storage/sqlite/review_repository.h"

#include <algorithm>
#include <limits>
#include <string>

#include "storage/sqlite/review_queries.h"
#include "storage/sqlite/unit_columns.h"

namespace cq::storage::sqlite {
namespace {

using knowledge::UnitRow;
using review::DecisionOutcome;

std::int64_t SqlLimit(std::size_t limit) {
  constexpr auto kMax = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, kMax));
}

std::vector<UnitRow> ReadAll(Query query) {
  std::vector<UnitRow> rows;
  while (query.Step()) rows.push_back(ReadUnitRow(query));
  return rows;
}

// A rare domain's units are gathered and sorted; for a popular one the list in its final order is
// read until enough units have the domain.
bool IsRareDomain(Connection& connection, std::string_view domain) {
  constexpr std::int64_t kPopular = 5'000;
  Query query(connection,
              "SELECT COUNT(*) FROM "
              "(SELECT 1 FROM knowledge_unit_domains WHERE domain = ?1 LIMIT ?2)",
              domain, kPopular);
  query.Step();
  return query.Int(0) < kPopular;
}

}  // namespace

DecisionOutcome ReviewRepository::Decide(std::string_view unit_id, std::string_view status,
                                         std::string_view reviewer, std::string_view reviewed_at) {
  return writes_.Call([&](Connection& connection) -> DecisionOutcome {
    std::int64_t row_id = 0;
    {
      Query query(connection, "SELECT rowid, status FROM knowledge_units WHERE id = ?1", unit_id);
      if (!query.Step()) return {DecisionOutcome::Kind::kNotFound, {}};
      row_id = query.Int(0);
      const std::string current = query.Text(1);
      if (!current.empty() && current != "pending") {
        return {DecisionOutcome::Kind::kAlreadyReviewed, current};
      }
    }
    Run(connection,
        "UPDATE knowledge_units SET status = ?2, reviewed_by = ?3, reviewed_at = ?4 "
        "WHERE rowid = ?1",
        row_id, status, reviewer, reviewed_at);
    return {DecisionOutcome::Kind::kDecided, std::string(status)};
  });
}

std::vector<UnitRow> ReviewRepository::PendingQueue(std::int64_t limit, std::int64_t offset) {
  return readers_.Read([&](Connection& connection) {
    return ReadAll(Query(connection, kPendingQueue, limit, offset));
  });
}

std::vector<UnitRow> ReviewRepository::ListUnits(const review::UnitFilter& filter) {
  return readers_.Read([&](Connection& connection) {
    const std::int64_t limit = SqlLimit(filter.limit);
    if (!filter.domain && !filter.status) return ReadAll(Query(connection, kListAll, limit));
    if (!filter.domain) return ReadAll(Query(connection, kListByStatus, limit, *filter.status));
    const ReadTransaction snapshot(connection);
    if (IsRareDomain(connection, *filter.domain)) {
      return ReadAll(Query(connection, kListByRareDomain, limit, *filter.domain, filter.status));
    }
    if (!filter.status) {
      return ReadAll(Query(connection, kListByPopularDomain, limit, *filter.domain));
    }
    return ReadAll(
        Query(connection, kListByPopularDomainAndStatus, limit, *filter.domain, *filter.status));
  });
}

std::vector<UnitRow> ReviewRepository::RecentlyTouched(std::size_t limit) {
  return readers_.Read([&](Connection& connection) {
    return ReadAll(Query(connection, kRecentlyTouched, SqlLimit(limit)));
  });
}

}  // namespace cq::storage::sqlite
