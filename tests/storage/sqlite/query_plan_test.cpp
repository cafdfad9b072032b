#include <gmock/gmock.h>
#include <sqlite3.h>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/review_queries.h"

namespace cq::storage::sqlite {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

// The plan's steps on a file without statistics, which is what the server has.
std::vector<std::string> Plan(std::string_view sql) {
  Connection connection({.path = "file:/cq-memory-plan?vfs=memdb"}, ConnectionRole::kWriter);
  Migrate(connection);
  const std::string explain = "EXPLAIN QUERY PLAN " + std::string(sql);
  std::vector<std::string> steps;
  Query query(connection, explain);
  while (query.Step()) steps.push_back(query.Text(3));
  return steps;
}

TEST(QueryPlanTest, ListsAreReadInTheOrderOfAnIndex) {
  struct Case {
    std::string_view sql;
    const char* index;
  };
  const std::vector<Case> cases{
      {kPendingQueue, "cq_units_pending"},
      {kRecentlyTouched, "cq_units_by_touch"},
      {kListAll, "cq_units_by_creation"},
      {kListByStatus, "cq_units_by_status"},
      {kListByPopularDomain, "cq_units_by_creation"},
      {kListByPopularDomainAndStatus, "cq_units_by_status"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.sql);
    const std::vector<std::string> plan = Plan(each.sql);
    EXPECT_THAT(plan, Each(Not(HasSubstr("TEMP B-TREE"))));
    ASSERT_FALSE(plan.empty());
    EXPECT_THAT(plan.front(), HasSubstr(each.index));
  }
}

TEST(QueryPlanTest, ARareDomainIsLookedUp) {
  EXPECT_THAT(Plan(kListByRareDomain), Each(Not(MatchesRegex("SCAN (d|m|u|knowledge_.*)"))));
}

}  // namespace
}  // namespace cq::storage::sqlite
