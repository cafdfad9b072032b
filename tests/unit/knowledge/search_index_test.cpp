#include "knowledge/search_index.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>

#include "brute_force.h"

namespace cq::knowledge {
namespace {

using Random = std::mt19937_64;

// Small vocabularies and few confidences make ties and overlaps common; the neighbours of 0.45 and
// 0.6 are rounded to equal scores.
constexpr std::array<double, 11> kConfidences = {
    0.0, 0.3, 0.44999999999999996, 0.45, 0.5, 0.6, 0.6000000000000001, 0.7, 0.7999999999999999,
    0.8, 1.0};

std::size_t Below(Random& random, std::size_t bound) { return random() % bound; }

std::vector<std::string> Pick(Random& random, const std::string& prefix, std::size_t vocabulary,
                              std::size_t most) {
  std::vector<std::string> items;
  const std::size_t count = Below(random, most + 1);
  for (std::size_t i = 0; i < count; ++i) {
    // The square makes small numbers popular.
    const std::size_t n = Below(random, vocabulary) * Below(random, vocabulary) / vocabulary;
    std::string item = prefix + std::to_string(n);
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
  }
  return items;
}

struct StoreShape {
  std::size_t units;
  std::size_t domains;
  std::size_t contexts;
  std::size_t confidences;  // how many of kConfidences, from the middle
};

UnitFacts MakeFacts(Random& random, RowId row_id, const StoreShape& shape) {
  constexpr std::array<const char*, 4> kStatuses = {"approved", "approved", "approved", "pending"};
  UnitFacts facts;
  facts.row_id = row_id;
  facts.status = kStatuses[Below(random, kStatuses.size())];
  facts.tier = "private";
  facts.domains = Pick(random, "d", shape.domains, 5);
  if (facts.domains.empty()) facts.domains = {"d0"};
  if (Below(random, 50) == 0) return facts;  // a document that does not read
  RankingFacts ranking;
  // Ids of which many share the first half.
  ranking.key = {Below(random, 4) == 0 ? random() : 7, static_cast<std::uint64_t>(row_id) << 8U};
  ranking.confidence = kConfidences[kConfidences.size() / 2 - shape.confidences / 2 +
                                    Below(random, shape.confidences)];
  ranking.domains = facts.domains;
  if (Below(random, 20) == 0) ranking.domains = Pick(random, "d", shape.domains, 3);
  if (ranking.domains.empty()) ranking.domains = {"D0"};
  ranking.languages = Pick(random, "l", shape.contexts, 3);
  ranking.frameworks = Pick(random, "f", shape.contexts, 2);
  ranking.pattern = Below(random, 3) == 0 ? "p" + std::to_string(Below(random, 4)) : "";
  facts.ranking = ranking;
  return facts;
}

IndexQuery MakeQuery(Random& random, const StoreShape& shape) {
  IndexQuery query;
  query.domains = Pick(random, "d", shape.domains + 1, 4);
  if (query.domains.empty()) query.domains = {"d1"};
  if (Below(random, 8) == 0) query.domains.emplace_back("unknown");
  if (Below(random, 2) == 0) query.languages = Pick(random, "l", shape.contexts + 1, 2);
  if (Below(random, 2) == 0) query.frameworks = Pick(random, "f", shape.contexts + 1, 2);
  if (Below(random, 3) == 0) query.pattern = "p" + std::to_string(Below(random, 5));
  constexpr std::array<std::size_t, 5> kLimits = {1, 2, 5, 20, 1000};
  query.limit = kLimits[Below(random, kLimits.size())];
  return query;
}

std::vector<RowId> RowsOf(const std::vector<IndexedUnit>& units) {
  std::vector<RowId> rows;
  for (const IndexedUnit& unit : units) rows.push_back(unit.row_id);
  return rows;
}

class RandomStores : public ::testing::TestWithParam<StoreShape> {};

TEST_P(RandomStores, QueriesAnswerAsScoringEveryUnitDoes) {
  const StoreShape& shape = GetParam();
  Random random(shape.units * 31 + shape.domains);
  SearchIndex index;
  std::map<RowId, UnitFacts> store;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t change = 0; change < shape.units; ++change) {
      const auto row_id = static_cast<RowId>(Below(random, shape.units) + 1);
      if (Below(random, 5) == 0) {
        store.erase(row_id);
        index.Remove(row_id);
        continue;
      }
      store[row_id] = MakeFacts(random, row_id, shape);
      index.Upsert(store[row_id]);
    }
    std::vector<UnitFacts> units;
    for (const auto& [row_id, facts] : store) units.push_back(facts);
    ASSERT_EQ(index.totals().total(), static_cast<std::int64_t>(units.size()));
    for (int i = 0; i < 60; ++i) {
      const IndexQuery query = MakeQuery(random, shape);
      ASSERT_EQ(RowsOf(index.Query(query)), BruteForceQuery(units, query))
          << "round " << round << ", query " << i << ": " << query.domains.size()
          << " domains from " << query.domains.front() << ", limit " << query.limit;
    }
  }
  for (const auto& [row_id, facts] : store) index.Remove(row_id);
  EXPECT_EQ(index.totals().total(), 0);
  EXPECT_EQ(index.terms().size(), 0U);  // everything interned was given back
}

INSTANTIATE_TEST_SUITE_P(Shapes, RandomStores,
                         ::testing::Values(StoreShape{10, 3, 2, 1}, StoreShape{200, 4, 3, 1},
                                           StoreShape{200, 4, 3, 11}, StoreShape{1000, 12, 5, 3},
                                           StoreShape{2000, 3, 6, 11}, StoreShape{2000, 60, 2, 5}));

UnitFacts Approved(RowId row_id, std::vector<std::string> domains, double confidence) {
  UnitFacts facts;
  facts.row_id = row_id;
  facts.status = "approved";
  facts.tier = "private";
  facts.domains = domains;
  facts.counted_confidence = confidence;
  facts.ranking = RankingFacts{};
  facts.ranking->key = {0, static_cast<std::uint64_t>(row_id)};
  facts.ranking->confidence = confidence;
  facts.ranking->domains = std::move(domains);
  return facts;
}

IndexQuery Ask(std::vector<std::string> domains, std::size_t limit = 5) {
  IndexQuery query;
  query.domains = std::move(domains);
  query.limit = limit;
  return query;
}

TEST(SearchIndex, EqualScoresAreOrderedByIdDescending) {
  SearchIndex index;
  for (const RowId row_id : {3, 1, 2}) index.Upsert(Approved(row_id, {"api"}, 0.5));
  EXPECT_EQ(RowsOf(index.Query(Ask({"api"}, 2))), (std::vector<RowId>{3, 2}));
}

TEST(SearchIndex, UnknownDomainsCountInTheOverlap) {
  SearchIndex index;
  index.Upsert(Approved(1, {"api"}, 0.5));
  index.Upsert(Approved(2, {"api", "rare"}, 0.9));
  // Of two domains asked for, 0.5 * 1/2 against 0.9 * 1/3.
  EXPECT_EQ(RowsOf(index.Query(Ask({"api", "nowhere"}))), (std::vector<RowId>{2, 1}));
  EXPECT_EQ(RowsOf(index.Query(Ask({"api"}))), (std::vector<RowId>{1, 2}));
}

TEST(SearchIndex, ContextsCompareExactly) {
  SearchIndex index;
  UnitFacts facts = Approved(1, {"api"}, 0.5);
  facts.ranking->languages = {"Python"};
  index.Upsert(facts);
  index.Upsert(Approved(2, {"api"}, 0.5));
  IndexQuery query = Ask({"api"});
  query.languages = {"python"};
  EXPECT_EQ(RowsOf(index.Query(query)), (std::vector<RowId>{2, 1}));
  query.languages = {"Python"};
  EXPECT_EQ(RowsOf(index.Query(query)), (std::vector<RowId>{1, 2}));
}

TEST(SearchIndex, StampsChangeWithTheRowAndAreNotReused) {
  SearchIndex index;
  index.Upsert(Approved(1, {"api"}, 0.5));
  const Stamp first = index.Query(Ask({"api"})).front().stamp;
  index.Upsert(Approved(1, {"api"}, 0.5));
  const Stamp second = index.Query(Ask({"api"})).front().stamp;
  index.Reset();
  EXPECT_TRUE(index.Query(Ask({"api"})).empty());
  index.Upsert(Approved(1, {"api"}, 0.5));
  const Stamp third = index.Query(Ask({"api"})).front().stamp;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST(SearchIndex, DropsOnlyTheStateThatWasFoundUnreadable) {
  SearchIndex index;
  index.Upsert(Approved(1, {"api"}, 0.5));
  const IndexedUnit old = index.Query(Ask({"api"})).front();
  index.Upsert(Approved(1, {"api"}, 0.6));
  index.DropUnreadable(old);
  EXPECT_EQ(index.Query(Ask({"api"})).size(), 1U);
  index.DropUnreadable(index.Query(Ask({"api"})).front());
  EXPECT_TRUE(index.Query(Ask({"api"})).empty());
  EXPECT_EQ(index.totals().total(), 1);
  index.Remove(1);
  EXPECT_EQ(index.totals().total(), 0);
}

TEST(SearchIndex, KeepsRowsWithIdsFarApart) {
  SearchIndex index;
  const std::vector<RowId> rows = {-5, 0, 1, 4096, 1'000'000'000'000};
  for (const RowId row_id : rows) index.Upsert(Approved(row_id, {"api"}, 0.5));
  EXPECT_EQ(index.Query(Ask({"api"}, 10)).size(), rows.size());
  for (const RowId row_id : rows) index.Remove(row_id);
  EXPECT_TRUE(index.Query(Ask({"api"}, 10)).empty());
}

UnitFacts Listed(RowId row_id, std::string created_at, double confidence, std::string status) {
  UnitFacts facts = Approved(row_id, {row_id % 2 == 0 ? "even" : "odd"}, confidence);
  facts.created_at = std::move(created_at);
  facts.status = std::move(status);
  facts.ranking->key = {0, 100 - static_cast<std::uint64_t>(row_id)};
  facts.ranking->author = row_id % 2 == 0 ? "ann" : "";
  return facts;
}

TEST(SearchIndex, FiltersNewestFirstByText) {
  const std::string same = "2026-01-02T00:00:00+00:00";
  SearchIndex index;
  index.Upsert(Listed(1, same, 0.2, "approved"));
  index.Upsert(Listed(2, "2026-01-02 09:00:00", 0.4, "pending"));  // ' ' sorts before 'T'
  index.Upsert(Listed(3, same, 0.6, "approved"));
  index.Upsert(Listed(4, "2026-01-02T00:00:00.000001+00:00", 0.8, "rejected"));
  index.Upsert(Listed(5, "", 1.0, "approved"));
  UnitFacts unreadable = Listed(6, "2027-01-01T00:00:00+00:00", 0.5, "approved");
  unreadable.ranking.reset();
  index.Upsert(unreadable);

  struct Case {
    const char* name;
    IndexFilter filter;
    std::vector<RowId> rows;
  };
  const Case cases[] = {
      {"all", {.limit = 10}, {4, 1, 3, 2, 5}},
      {"limit", {.limit = 2}, {4, 1}},
      {"from", {.confidence_min = 0.6, .limit = 10}, {4, 3, 5}},
      {"below, exclusive", {.confidence_max = 0.6, .limit = 10}, {1, 2}},
      {"to 1.0, inclusive", {.confidence_min = 0.9, .confidence_max = 1.0, .limit = 10}, {5}},
      {"status", {.status = "approved", .limit = 10}, {1, 3, 5}},
      {"unknown status", {.status = "Approved", .limit = 10}, {}},
      {"domain: ties by unit id", {.domain = "odd", .limit = 10}, {3, 1, 5}},
      {"domain: ties by row",
       {.domain = "odd", .domain_ties = DomainTies::kByRow, .limit = 10},
       {1, 3, 5}},
      {"unknown domain", {.domain = "none", .limit = 10}, {}},
      {"author", {.author = "ann", .limit = 10}, {4, 2}},
      {"author and status", {.status = "pending", .author = "ann", .limit = 10}, {2}},
      {"unknown author", {.author = "Ann", .limit = 10}, {}},
  };
  for (const Case& c : cases) EXPECT_EQ(index.Filter(c.filter), c.rows) << c.name;
}

}  // namespace
}  // namespace cq::knowledge
