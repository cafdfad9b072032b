#include "knowledge/knowledge_service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/time_text.h"
#include "knowledge/knowledge_catalog.h"
#include "knowledge/unit_json.h"
#include "support/fake_clock.h"
#include "support/memory_store.h"
#include "support/unit_rows.h"

namespace cq::knowledge {
namespace {

using testing::MakeRow;
using testing::SampleId;

// Counts up from 0xF0, so that ids can be foretold.
class CountingRandom final : public RandomSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    unsigned value = 0xF0;
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(value++ & 0xFFU);
  }
};

class KnowledgeServiceTest : public ::testing::Test {
 protected:
  static Query Ask(std::vector<std::string> domains, std::size_t limit = 5) {
    Query query;
    query.domains = std::move(domains);
    query.limit = limit;
    return query;
  }

  static std::vector<std::string> IdsOf(const std::vector<UnitText>& texts) {
    std::vector<std::string> ids;
    for (const UnitText& text : texts) ids.push_back(text->substr(7, 35));
    return ids;
  }

  static std::vector<std::string> Ids(std::initializer_list<std::int64_t> numbers) {
    std::vector<std::string> ids;
    for (const std::int64_t number : numbers) ids.push_back(SampleId(number));
    return ids;
  }

  testing::MemoryStore store_;
  testing::FakeClock clock_{*ParseTime("2026-11-23T20:34:31.105868Z")};
  CountingRandom random_;
  std::vector<RowId> unreadable_;
  KnowledgeCatalog catalog_{store_, store_, 1 << 20, [this](RowId row_id, std::string_view) {
                              unreadable_.push_back(row_id);
                            }};
  std::unique_ptr<KnowledgeService> service_ =
      MakeKnowledgeService(store_, catalog_, clock_, random_);
};

TEST_F(KnowledgeServiceTest, AnswersFromMemoryOnceTheTextsAreKnown) {
  store_.Put(MakeRow({.number = 1, .confidence = 0.6}));
  store_.Put(MakeRow({.number = 2, .confidence = 0.7}));
  EXPECT_EQ(service_->TryQuery(Ask({"api"})), std::nullopt);  // nothing loaded
  EXPECT_EQ(IdsOf(service_->QueryUnits(Ask({" API "}))), Ids({2, 1}));
  const auto remembered = service_->TryQuery(Ask({"api", "Api"}));
  ASSERT_TRUE(remembered);
  EXPECT_EQ(IdsOf(*remembered), Ids({2, 1}));
  EXPECT_EQ(store_.find_rows_count(), 1);
}

TEST_F(KnowledgeServiceTest, AnswersAreThePublicForm) {
  store_.Put(MakeRow({.number = 1}));
  std::string expected;
  AppendAnswerUnit(expected, testing::MakeUnit({.number = 1}), Audience::kPublic);
  EXPECT_EQ(*service_->QueryUnits(Ask({"api"})).at(0), expected);
}

TEST_F(KnowledgeServiceTest, NoDomainMeansNoUnits) {
  store_.Put(MakeRow({.number = 1}));
  for (const auto& domains : {std::vector<std::string>{}, {" ", ""}}) {
    EXPECT_EQ(service_->TryQuery(Ask(domains)), std::vector<UnitText>{});
    EXPECT_TRUE(service_->QueryUnits(Ask(domains)).empty());
  }
}

TEST_F(KnowledgeServiceTest, LargeLimitsAnswerAsTheLargestDoes) {
  for (int i = 1; i <= 1'010; ++i) store_.Put(MakeRow({.number = i}));
  EXPECT_EQ(service_->QueryUnits(Ask({"api"}, 1'000'000)).size(), kQueryMaxLimit);
}

TEST_F(KnowledgeServiceTest, ChangesShowInTheNextAnswer) {
  store_.Put(MakeRow({.number = 1}));
  service_->QueryUnits(Ask({"api"}));
  const auto confirmed = service_->Confirm(SampleId(1));
  ASSERT_TRUE(confirmed);
  EXPECT_EQ(service_->TryQuery(Ask({"api"})), std::nullopt);
  const std::string text = *service_->QueryUnits(Ask({"api"})).at(0);
  EXPECT_NE(text.find("\"confidence\":0.6,\"confirmations\":2"), std::string::npos) << text;
}

TEST_F(KnowledgeServiceTest, AUnitThatIsWithdrawnMeanwhileIsNotShown) {
  store_.Put(MakeRow({.number = 1, .confidence = 0.9}));
  store_.Put(MakeRow({.number = 2, .confidence = 0.8}));
  store_.Put(MakeRow({.number = 3, .confidence = 0.7}));
  bool withdrawn = false;
  store_.before_find_rows = [&] {
    if (withdrawn) return;
    withdrawn = true;
    store_.Put(MakeRow({.number = 1, .status = "rejected"}));
    store_.Delete(2);
  };
  EXPECT_EQ(IdsOf(service_->QueryUnits(Ask({"api"}, 1))), Ids({3}));
}

TEST_F(KnowledgeServiceTest, ATextIsNeverTakenForThatOfALaterState) {
  store_.Put(MakeRow({.number = 1, .confidence = 0.5}));
  bool changed = false;
  // The row changes after the index was asked and before it is read.
  store_.before_find_rows = [&] {
    if (!changed) store_.Put(MakeRow({.number = 1, .confidence = 0.7}));
    changed = true;
  };
  service_->QueryUnits(Ask({"api"}));
  store_.Put(MakeRow({.number = 1, .confidence = 0.8}));
  const std::string text = *service_->QueryUnits(Ask({"api"})).at(0);
  EXPECT_NE(text.find("\"confidence\":0.8"), std::string::npos) << text;
}

TEST_F(KnowledgeServiceTest, UnreadableUnitsGiveWayToTheNext) {
  IndexedRow no_facts = MakeRow({.number = 1});
  no_facts.row.data = "{";
  IndexedRow no_insight = MakeRow({.number = 2, .confidence = 0.9});
  const std::size_t at = no_insight.row.data.find("\"insight\"");
  no_insight.row.data.replace(at, 9, "\"outsight\"");
  store_.Put(no_facts);
  store_.Put(no_insight);
  store_.Put(MakeRow({.number = 3}));
  EXPECT_EQ(IdsOf(service_->QueryUnits(Ask({"api"}, 1))), Ids({3}));
  EXPECT_EQ(unreadable_, (std::vector<RowId>{1, 2}));
  EXPECT_EQ(service_->Stats().total_count, 3);
  EXPECT_EQ(IdsOf(*service_->TryQuery(Ask({"api"}, 1))), Ids({3}));
}

TEST_F(KnowledgeServiceTest, StatsComeFromMemoryWhenCurrent) {
  store_.Put(MakeRow({.number = 1, .domains = {"api", "web"}, .confidence = 0.2}));
  store_.Put(MakeRow({.number = 2, .status = "pending"}));
  EXPECT_FALSE(service_->TryStats());
  const KnowledgeStats stats = service_->Stats();
  EXPECT_EQ(stats.total_count, 2);
  EXPECT_EQ(stats.tier_counts, (OrderedCounts{{"private", 1}}));
  EXPECT_EQ(stats.domain_counts, (OrderedCounts{{"api", 1}, {"web", 1}}));
  EXPECT_EQ(stats.confidence_distribution,
            (OrderedCounts{{"0.0-0.3", 1}, {"0.3-0.5", 0}, {"0.5-0.7", 0}, {"0.7-1.0", 0}}));
  EXPECT_EQ(service_->TryStats()->total_count, 2);
  store_.Delete(2);
  EXPECT_FALSE(service_->TryStats());
  EXPECT_EQ(service_->Stats().total_count, 1);
  EXPECT_EQ(service_->TryStats()->total_count, 1);
}

TEST_F(KnowledgeServiceTest, ProposesAPendingUnit) {
  Proposal proposal;
  proposal.domains = {" Api", "api", "WEB "};
  proposal.insight = {"s", "d", "a"};
  proposal.context.languages = {"C++"};
  const auto unit = service_->Propose(std::move(proposal), "demo");
  ASSERT_TRUE(unit);
  EXPECT_EQ(unit->id, "ku_f0f1f2f3f4f546f7b8f9fafbfcfdfeff");
  EXPECT_EQ(unit->tier, "private");
  EXPECT_EQ(unit->created_by, "demo");
  const auto row = store_.Find(unit->id);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->status, "pending");
  EXPECT_EQ(row->tier, "private");
  EXPECT_EQ(row->created_at, "2026-11-23T20:34:31.105868+00:00");
  EXPECT_EQ(row->reviewed_at, std::nullopt);
  EXPECT_EQ(row->data,
            R"({"id":"ku_f0f1f2f3f4f546f7b8f9fafbfcfdfeff","version":1,"domains":["api","web"],)"
            R"("insight":{"summary":"s","detail":"d","action":"a"},)"
            R"("context":{"languages":["C++"],"frameworks":[],"pattern":""},)"
            R"("evidence":{"confidence":0.5,"confirmations":1,)"
            R"("first_observed":"2026-11-23T20:34:31.105868Z",)"
            R"("last_confirmed":"2026-11-23T20:34:31.105868Z"},)"
            R"("tier":"private","created_by":"demo","flags":[]})");
  EXPECT_TRUE(service_->QueryUnits(Ask({"api"})).empty());
}

TEST_F(KnowledgeServiceTest, RefusesProposalsWithoutADomain) {
  Proposal proposal;
  proposal.domains = {" ", ""};
  const auto unit = service_->Propose(std::move(proposal), "demo");
  ASSERT_FALSE(unit);
  EXPECT_EQ(unit.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(unit.error().message, "At least one non-empty domain is required");
}

TEST_F(KnowledgeServiceTest, OnlyApprovedUnitsAreConfirmedOrFlagged) {
  store_.Put(MakeRow({.number = 1, .status = "pending"}));
  store_.Put(MakeRow({.number = 2, .status = "rejected"}));
  for (const int number : {1, 2, 3}) {
    const auto confirmed = service_->Confirm(SampleId(number));
    ASSERT_FALSE(confirmed);
    EXPECT_EQ(confirmed.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(confirmed.error().message, "Knowledge unit not found");
    EXPECT_FALSE(
        service_->Flag(SampleId(number), {.reason = "stale", .detail = {}, .duplicate_of = {}}));
  }
}

TEST_F(KnowledgeServiceTest, FlagIsStored) {
  store_.Put(MakeRow({.number = 1}));
  const auto flagged =
      service_->Flag(SampleId(1), {.reason = "stale", .detail = "old", .duplicate_of = {}});
  ASSERT_TRUE(flagged);
  EXPECT_EQ(flagged->evidence.confidence, 0.35);
  const auto stored = ParseStoredUnit(store_.Find(SampleId(1))->data);
  ASSERT_TRUE(stored);
  ASSERT_EQ(stored->flags.size(), 1U);
  EXPECT_EQ(stored->flags[0].detail, "old");
  EXPECT_EQ(stored->flags[0].timestamp, "2026-11-23T20:34:31.105868Z");
}

TEST_F(KnowledgeServiceTest, EditsNormaliseTheStoredDomains) {
  IndexedRow row = MakeRow({.number = 1, .domains = {"API", " web"}});
  row.domains = {"api", "web"};
  store_.Put(row);
  const auto confirmed = service_->Confirm(SampleId(1));
  ASSERT_TRUE(confirmed);
  EXPECT_EQ(confirmed->domains, (std::vector<std::string>{"API", " web"}));
  EXPECT_EQ(ParseStoredUnit(store_.Find(SampleId(1))->data)->domains,
            (std::vector<std::string>{"api", "web"}));
}

TEST_F(KnowledgeServiceTest, EditingAnUnreadableUnitIsAFailure) {
  IndexedRow row = MakeRow({.number = 1});
  row.row.data = "{";
  store_.Put(row);
  EXPECT_THROW(static_cast<void>(service_->Confirm(SampleId(1))), std::runtime_error);
}

TEST_F(KnowledgeServiceTest, ParallelConfirmationsAllCount) {
  store_.Put(MakeRow({.number = 1}));
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  std::latch start(kThreads);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (int j = 0; j < kEach; ++j) {
        EXPECT_TRUE(service_->Confirm(SampleId(1)));
        EXPECT_EQ(service_->QueryUnits(Ask({"api"})).size(), 1U);
      }
    });
  }
  threads.clear();
  const auto unit = ParseStoredUnit(store_.Find(SampleId(1))->data);
  EXPECT_EQ(unit->evidence.confirmations, json::Value(1 + kThreads * kEach));
}

TEST(NormalizeDomains, TrimsLowersAndKeepsTheFirstOfEqualOnes) {
  using List = std::vector<std::string>;
  EXPECT_EQ(NormalizeDomains({" Api ", "", "api", " ", "Ünï", "web"}), (List{"api", "ünï", "web"}));
  List many;
  for (int i = 0; i < 40; ++i) many.push_back(i % 2 == 0 ? "A" + std::to_string(i / 4) : " b");
  EXPECT_EQ(NormalizeDomains(many),
            (List{"a0", "b", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"}));
}

}  // namespace
}  // namespace cq::knowledge
