#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>

#include "storage/backends.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using review::DecisionOutcome;
using ::testing::ElementsAre;
using testing::Ids;
using ::testing::IsEmpty;
using testing::MakeUnit;

class ReviewRepositoryTest : public testing::RepositoryTest {
 protected:
  struct Seed {
    const char* id;
    const char* status;
    const char* created_at;
    const char* reviewed_at;  // may be null
    std::vector<std::string> domains;
  };

  // Inserted in an order that is neither that of ids nor of times; ku_d, ku_b and ku_f tie.
  void InsertSeeds() {
    const std::vector<Seed> seeds{
        {"ku_d", "pending", "2026-03", nullptr, {"api", "db"}},
        {"ku_b", "pending", "2026-03", nullptr, {"api"}},
        {"ku_e", "approved", "2026-01", "2026-09", {"db"}},
        {"ku_a", "rejected", "2026-05", "2026-06", {"api"}},
        {"ku_c", "pending", "2026-02", nullptr, {"db"}},
        {"ku_f", "approved", "2026-03", "2026-06", {"api"}},
        {"ku_g", "odd", "", nullptr, {"api"}},
    };
    for (const Seed& seed : seeds) {
      knowledge::UnitRow row =
          MakeUnit(seed.id, {.status = seed.status, .created_at = seed.created_at});
      if (seed.reviewed_at != nullptr) row.reviewed_at = seed.reviewed_at;
      knowledge().Insert(row, seed.domains);
    }
  }

  std::vector<std::string> List(std::optional<std::string> domain,
                                std::optional<std::string> status, std::size_t limit = 100) {
    return Ids(reviews().ListUnits({std::move(domain), std::move(status), limit}));
  }
};

TEST_P(ReviewRepositoryTest, DecidesAPendingUnitOnce) {
  knowledge().Insert(MakeUnit("ku_1"), {"a"});
  const auto first = reviews().Decide("ku_1", "approved", "demo", "now");
  EXPECT_EQ(first.kind, DecisionOutcome::Kind::kDecided);
  EXPECT_EQ(first.status, "approved");
  const auto second = reviews().Decide("ku_1", "rejected", "other", "later");
  EXPECT_EQ(second.kind, DecisionOutcome::Kind::kAlreadyReviewed);
  EXPECT_EQ(second.status, "approved");
  const auto row = knowledge().Find("ku_1");
  EXPECT_EQ(row->status, "approved");
  EXPECT_EQ(row->reviewed_by, "demo");
  EXPECT_EQ(row->reviewed_at, "now");
  EXPECT_EQ(reviews().Decide("ku_2", "approved", "demo", "now").kind,
            DecisionOutcome::Kind::kNotFound);
}

TEST_P(ReviewRepositoryTest, AnEmptyStatusIsPendingAndAnUnknownOneIsNot) {
  knowledge().Insert(MakeUnit("ku_1", {.status = ""}), {"a"});
  knowledge().Insert(MakeUnit("ku_2", {.status = "odd"}), {"a"});
  EXPECT_EQ(reviews().Decide("ku_1", "rejected", "demo", "now").kind,
            DecisionOutcome::Kind::kDecided);
  const auto odd = reviews().Decide("ku_2", "rejected", "demo", "now");
  EXPECT_EQ(odd.kind, DecisionOutcome::Kind::kAlreadyReviewed);
  EXPECT_EQ(odd.status, "odd");
}

TEST_P(ReviewRepositoryTest, OfParallelDecisionsOneWins) {
  for (int unit = 0; unit < 10; ++unit) {
    const std::string id = "ku_" + std::to_string(unit);
    knowledge().Insert(MakeUnit(id), {"a"});
    std::atomic<int> decided = 0;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        const auto outcome =
            reviews().Decide(id, thread % 2 == 0 ? "approved" : "rejected", "demo", "now");
        if (outcome.kind == DecisionOutcome::Kind::kDecided) ++decided;
      });
    }
    threads.clear();
    EXPECT_EQ(decided, 1) << id;
  }
}

TEST_P(ReviewRepositoryTest, TheQueueIsOldestFirstWithTiesByRow) {
  InsertSeeds();
  EXPECT_THAT(Ids(reviews().PendingQueue(10, 0)), ElementsAre("ku_c", "ku_d", "ku_b"));
  EXPECT_THAT(Ids(reviews().PendingQueue(1, 1)), ElementsAre("ku_d"));
  EXPECT_THAT(Ids(reviews().PendingQueue(10, 3)), IsEmpty());
  EXPECT_THAT(Ids(reviews().PendingQueue(0, 0)), IsEmpty());
}

TEST_P(ReviewRepositoryTest, ListsAreNewestFirstWithTiesByRow) {
  InsertSeeds();
  EXPECT_THAT(List({}, {}), ElementsAre("ku_a", "ku_d", "ku_b", "ku_f", "ku_c", "ku_e", "ku_g"));
  EXPECT_THAT(List({}, {}, 2), ElementsAre("ku_a", "ku_d"));
  EXPECT_THAT(List({}, "pending"), ElementsAre("ku_d", "ku_b", "ku_c"));
  EXPECT_THAT(List({}, "odd"), ElementsAre("ku_g"));
  EXPECT_THAT(List({}, "Pending"), IsEmpty());
  EXPECT_THAT(List("api", {}), ElementsAre("ku_a", "ku_d", "ku_b", "ku_f", "ku_g"));
  EXPECT_THAT(List("api", {}, 3), ElementsAre("ku_a", "ku_d", "ku_b"));
  EXPECT_THAT(List("db", "pending"), ElementsAre("ku_d", "ku_c"));
  EXPECT_THAT(List("API", {}), IsEmpty());
}

TEST_P(ReviewRepositoryTest, APopularDomainIsListedLikeARareOne) {
  InsertSeeds();
  std::vector<knowledge::IndexedRow> crowd;
  for (int unit = 0; unit < 6'000; ++unit) {
    crowd.push_back({MakeUnit("ku_x" + std::to_string(unit), {.created_at = "2025"}), {"api"}});
  }
  knowledge().InsertMissing(crowd);
  EXPECT_THAT(List("api", {}, 5), ElementsAre("ku_a", "ku_d", "ku_b", "ku_f", "ku_x0"));
  EXPECT_THAT(List("api", "pending", 4), ElementsAre("ku_d", "ku_b", "ku_x0", "ku_x1"));
  EXPECT_THAT(List("api", "approved", 4), ElementsAre("ku_f"));
  EXPECT_EQ(List("api", {}, 10'000).size(), 6'005U);
}

TEST_P(ReviewRepositoryTest, RecentlyTouchedPrefersTheReviewsTime) {
  InsertSeeds();
  EXPECT_THAT(Ids(reviews().RecentlyTouched(10)),
              ElementsAre("ku_e", "ku_a", "ku_f", "ku_d", "ku_b", "ku_c", "ku_g"));
  EXPECT_THAT(Ids(reviews().RecentlyTouched(1)), ElementsAre("ku_e"));
}

CQ_FOR_ALL_BACKENDS(ReviewRepositoryTest);

}  // namespace
}  // namespace cq::storage
