#include "knowledge/unit_totals.h"

#include <gtest/gtest.h>

#include "core/time_text.h"
#include "knowledge/search_index.h"

namespace cq::knowledge {
namespace {

struct Row {
  std::string status = "approved";
  std::string tier = "private";
  std::vector<std::string> domains = {"api"};
  double confidence = 0.5;
  std::string created_at = {};
  std::optional<std::string> reviewed_at = std::nullopt;
};

UnitFacts FactsOf(RowId row_id, const Row& row) {
  UnitFacts facts;
  facts.row_id = row_id;
  facts.status = row.status;
  facts.tier = row.tier;
  facts.domains = row.domains;
  facts.counted_confidence = row.confidence;
  facts.created_at = row.created_at;
  facts.reviewed_at = row.reviewed_at;
  return facts;
}

SearchIndex IndexOf(const std::vector<Row>& rows) {
  SearchIndex index;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    index.Upsert(FactsOf(static_cast<RowId>(i + 1), rows[i]));
  }
  return index;
}

TEST(UnitTotals, CountsStatusesByTheirExactText) {
  const SearchIndex index = IndexOf({{.status = "approved"},
                                     {.status = "approved"},
                                     {.status = "Approved"},
                                     {.status = "pending"},
                                     {.status = ""}});
  EXPECT_EQ(index.totals().total(), 5);
  EXPECT_EQ(index.totals().WithStatus("approved", index.terms()), 2);
  EXPECT_EQ(index.totals().WithStatus("pending", index.terms()), 1);
  EXPECT_EQ(index.totals().WithStatus("rejected", index.terms()), 0);
}

TEST(UnitTotals, CountsTiersAndDomainsOfApprovedUnits) {
  const SearchIndex index = IndexOf({{.tier = "public", .domains = {"b", "a"}},
                                     {.tier = "local", .domains = {"b", "Z"}},
                                     {.tier = "public", .domains = {"é"}},
                                     {.status = "pending", .tier = "odd", .domains = {"a", "b"}}});
  EXPECT_EQ(index.totals().ApprovedByTier(index.terms()),
            (OrderedCounts{{"local", 1}, {"public", 2}}));
  EXPECT_EQ(index.totals().ApprovedByDomain(index.terms()),
            (OrderedCounts{{"b", 2}, {"Z", 1}, {"a", 1}, {"é", 1}}));
}

TEST(UnitTotals, BoundsOfDistributionsAreExclusive) {
  std::vector<Row> rows;
  for (const double confidence : {0.0, 0.29, 0.3, 0.5, 0.6, 0.7, 0.79, 0.8, 1.0}) {
    rows.push_back({.confidence = confidence});
  }
  rows.push_back({.status = "rejected", .confidence = 0.1});
  const SearchIndex index = IndexOf(rows);
  EXPECT_EQ(index.totals().KnowledgeDistribution(),
            (OrderedCounts{{"0.0-0.3", 2}, {"0.3-0.5", 1}, {"0.5-0.7", 2}, {"0.7-1.0", 4}}));
  EXPECT_EQ(index.totals().ReviewDistribution(),
            (OrderedCounts{{"0.0-0.3", 2}, {"0.3-0.6", 2}, {"0.6-0.8", 3}, {"0.8-1.0", 2}}));
}

TEST(UnitTotals, ChangesAndRemovalsAreTakenOutAgain) {
  SearchIndex index =
      IndexOf({{.created_at = "2026-11-23T00:00:00+00:00"}, {.created_at = "2026-11-23 00:00:00"}});
  index.Upsert(FactsOf(1, {.status = "rejected",
                           .created_at = "2026-11-23T00:00:00+00:00",
                           .reviewed_at = "2026-11-23T10:00:00+00:00"}));
  EXPECT_EQ(index.totals().ApprovedByDomain(index.terms()), (OrderedCounts{{"api", 1}}));
  index.Remove(2);
  EXPECT_EQ(index.totals().total(), 1);
  EXPECT_TRUE(index.totals().ApprovedByDomain(index.terms()).empty());
  EXPECT_TRUE(index.totals().ApprovedByTier(index.terms()).empty());
  const auto days = index.totals().Daily(*ParseTime("2026-11-23T12:00:00Z"), index.terms());
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].counts.proposed, 1);
  EXPECT_EQ(days[0].counts.approved, 0);
  EXPECT_EQ(days[0].counts.rejected, 1);
}

std::vector<std::string> DailyTexts(const std::vector<Row>& rows) {
  const SearchIndex index = IndexOf(rows);
  std::vector<std::string> texts;
  for (const DatedCounts& day :
       index.totals().Daily(*ParseTime("2026-11-23T12:00:00Z"), index.terms())) {
    texts.push_back(FormatDate(TimePoint(day.day)) + " " + std::to_string(day.counts.proposed) +
                    "/" + std::to_string(day.counts.approved) + "/" +
                    std::to_string(day.counts.rejected));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(UnitTotals, DaysRunFromTheFirstInTheWindowToToday) {
  EXPECT_EQ(DailyTexts({}), Texts{});
  EXPECT_EQ(DailyTexts({{.status = "pending", .created_at = ""}}), Texts{});
  EXPECT_EQ(DailyTexts({{.status = "pending", .created_at = "2026-10-23T23:59:59.999999+00:00"}}),
            Texts{});
  EXPECT_EQ(DailyTexts({{.status = "pending", .created_at = "2026-10-24T00:00:00+00:00"}}).size(),
            31U);
  EXPECT_EQ(DailyTexts({{.status = "approved",
                         .created_at = "2026-01-01T00:00:00+00:00",
                         .reviewed_at = "2026-11-21T08:00:00+00:00"},
                        {.status = "rejected",
                         .created_at = "2026-11-21T08:00:00+00:00",
                         .reviewed_at = "2026-11-23T08:00:00+00:00"},
                        {.status = "pending",
                         .created_at = "2026-11-23T08:00:00+00:00",
                         .reviewed_at = "2026-11-23T08:00:00+00:00"}}),
            (Texts{"2026-11-21 1/1/0", "2026-11-22 0/0/0", "2026-11-23 1/0/1"}));
}

TEST(UnitTotals, DaysOfOtherTimeTextsAreSqls) {
  EXPECT_EQ(DailyTexts({{.created_at = "2026-11-22 20:34:31"},
                        {.created_at = "2026-11-23T00:30:00+01:00"},
                        {.created_at = "no time at all"},
                        {.created_at = "2026-10-01 20:34:31"}}),
            (Texts{"2026-11-22 2/0/0", "2026-11-23 0/0/0"}));
}

TEST(UnitTotals, DaysAfterTodayAreNotAnswered) {
  EXPECT_EQ(DailyTexts({{.created_at = "2026-11-24T00:00:00+00:00"}}), Texts{});
  EXPECT_EQ(DailyTexts({{.created_at = "2026-11-24T00:00:00+00:00"},
                        {.created_at = "2026-11-23T00:00:00+00:00"}}),
            Texts{"2026-11-23 1/0/0"});
}

}  // namespace
}  // namespace cq::knowledge
