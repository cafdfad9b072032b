#include "review/review_service.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/time_text.h"
#include "knowledge/knowledge_catalog.h"
#include "support/fake_clock.h"
#include "support/memory_store.h"
#include "support/unit_rows.h"

namespace cq::review {
namespace {

using knowledge::OrderedCounts;
using testing::MakeRow;
using testing::SampleId;

using Ids = std::vector<std::string>;

Ids IdsOf(const std::vector<ReviewItem>& items) {
  Ids ids;
  for (const ReviewItem& item : items) ids.push_back(item.unit.id);
  return ids;
}

class ReviewServiceTest : public ::testing::Test {
 protected:
  void PutBroken(std::int64_t number, const std::string& status) {
    knowledge::IndexedRow row = MakeRow({.number = number, .status = status});
    row.row.data = "{";
    store_.Put(row);
  }

  testing::MemoryStore store_;
  testing::FakeClock clock_{*ParseTime("2026-11-23T20:34:31.105868Z")};
  knowledge::KnowledgeCatalog catalog_{store_, store_, 1 << 20,
                                       [](knowledge::RowId, std::string_view) {}};
  std::unique_ptr<ReviewService> service_ = MakeReviewService(store_, store_, catalog_, clock_);
};

TEST_F(ReviewServiceTest, QueueIsAPageWithTheTotal) {
  for (int i = 1; i <= 5; ++i) {
    store_.Put(MakeRow({.number = i,
                        .status = "pending",
                        .created_at = "2026-11-2" + std::to_string(9 - i) + "T10:00:00+00:00"}));
  }
  store_.Put(MakeRow({.number = 6}));
  const ReviewQueue queue = service_->Queue(2, 1);
  EXPECT_EQ(IdsOf(queue.items), (Ids{SampleId(4), SampleId(3)}));
  EXPECT_EQ(queue.total, 5);
  EXPECT_EQ(queue.items[0].status, "pending");
  EXPECT_EQ(queue.items[0].reviewed_by, std::nullopt);
}

TEST_F(ReviewServiceTest, ListsLeaveOutUnreadableUnits) {
  PutBroken(1, "pending");
  store_.Put(MakeRow({.number = 2, .status = "pending"}));
  EXPECT_EQ(IdsOf(service_->Queue(10, 0).items), Ids{SampleId(2)});
  EXPECT_EQ(service_->Queue(10, 0).total, 2);
  EXPECT_EQ(IdsOf(service_->ListUnits({})), Ids{SampleId(2)});
  ListFilter by_confidence;
  by_confidence.confidence_min = 0.0;
  EXPECT_EQ(IdsOf(service_->ListUnits(by_confidence)), Ids{SampleId(2)});
}

TEST_F(ReviewServiceTest, FiltersReachTheStoreNormalised) {
  struct Case {
    std::optional<std::string> domain;
    std::optional<std::string> status;
    std::optional<std::string> asked_domain;
    std::optional<std::string> asked_status;
  };
  const Case cases[] = {
      {std::nullopt, std::nullopt, std::nullopt, std::nullopt},
      {" ", "\t", std::nullopt, std::nullopt},
      {" Api ", " approved", "api", " approved"},
  };
  for (const Case& c : cases) {
    ListFilter filter;
    filter.domain = c.domain;
    filter.status = c.status;
    filter.limit = 7;
    service_->ListUnits(filter);
    EXPECT_EQ(store_.last_filter().domain, c.asked_domain);
    EXPECT_EQ(store_.last_filter().status, c.asked_status);
    EXPECT_EQ(store_.last_filter().limit, 7U);
  }
}

TEST_F(ReviewServiceTest, ListsByConfidence) {
  store_.Put(MakeRow({.number = 1, .confidence = 0.3}));
  store_.Put(MakeRow({.number = 2, .status = "", .domains = {"web"}, .confidence = 0.6}));
  store_.Put(MakeRow({.number = 3, .confidence = 1.0}));
  struct Case {
    const char* name;
    std::optional<double> min;
    std::optional<double> max;
    const char* domain;
    std::int64_t limit;
    Ids ids;
  };
  const Case cases[] = {
      {"from", 0.6, std::nullopt, "", 100, {SampleId(2), SampleId(3)}},
      {"below", std::nullopt, 0.6, "", 100, {SampleId(1)}},
      {"to one", std::nullopt, 1.0, "", 100, {SampleId(1), SampleId(2), SampleId(3)}},
      {"domain", 0.0, std::nullopt, " WEB", 100, {SampleId(2)}},
      {"limit", 0.0, std::nullopt, "", 2, {SampleId(1), SampleId(2)}},
      {"limit 0 still takes one", 0.0, std::nullopt, "", 0, {SampleId(1)}},
  };
  for (const Case& c : cases) {
    ListFilter filter;
    filter.confidence_min = c.min;
    filter.confidence_max = c.max;
    filter.domain = c.domain;
    filter.limit = c.limit;
    EXPECT_EQ(IdsOf(service_->ListUnits(filter)), c.ids) << c.name;
  }
}

TEST_F(ReviewServiceTest, PagesFollowOnFromTheListWithoutOffset) {
  const std::string newer = "2026-11-21T10:00:00+00:00";
  for (int i = 1; i <= 5; ++i) {
    store_.Put(MakeRow({.number = 6 - i, .created_at = i == 3 ? newer : "2026-11-20"}));
  }
  for (const char* domain : {"", "api"}) {
    ListFilter whole;
    whole.domain = domain;
    const Ids expected = IdsOf(service_->ListUnits(whole));
    ASSERT_EQ(expected.size(), 5U);
    for (std::int64_t offset = 0; offset <= 6; offset += 2) {
      ListFilter page = whole;
      page.offset = offset;
      page.limit = 2;
      const auto begin = std::min<std::size_t>(static_cast<std::size_t>(offset), 5);
      const auto end = std::min<std::size_t>(begin + 2, 5);
      EXPECT_EQ(IdsOf(service_->ListUnits(page)),
                Ids(expected.begin() + static_cast<std::ptrdiff_t>(begin),
                    expected.begin() + static_cast<std::ptrdiff_t>(end)))
          << offset;
    }
  }
  ListFilter far;
  far.offset = std::numeric_limits<std::int64_t>::max();
  far.limit = 1'000;
  EXPECT_EQ(IdsOf(service_->ListUnits(far)), Ids{});
}

TEST_F(ReviewServiceTest, FindsUnitsByTextAndAuthor) {
  const auto put = [this](std::int64_t number, const std::string& summary,
                          const std::string& author, double confidence) {
    knowledge::IndexedRow row = MakeRow({.number = number, .confidence = confidence});
    knowledge::KnowledgeUnit unit = testing::MakeUnit({.number = number, .confidence = confidence});
    unit.insight.summary = summary;
    unit.created_by = author;
    row.row.data = knowledge::WriteStoredUnit(unit);
    store_.Put(row);
  };
  put(1, "Retry a timeout", "ann", 0.5);
  put(2, "A TIMEOUT is final", "bob", 0.6);
  put(3, "Cache it", "ann", 0.7);
  PutBroken(4, "approved");
  struct Case {
    const char* name;
    ListFilter filter;
    Ids ids;
  };
  const Case cases[] = {
      {"text", {.text = "timeout"}, {SampleId(1), SampleId(2)}},
      {"all words", {.text = " Timeout\tretry "}, {SampleId(1)}},
      {"text, second page", {.text = "timeout", .offset = 1, .limit = 5}, {SampleId(2)}},
      {"text, limit", {.text = "timeout", .limit = 1}, {SampleId(1)}},
      {"text, limit 0", {.text = "timeout", .limit = 0}, {}},
      {"no such text", {.text = "timeouts"}, {}},
      {"author", {.author = "ann"}, {SampleId(1), SampleId(3)}},
      {"author in another case", {.author = "Ann"}, {}},
      {"author and text", {.text = "timeout", .author = "ann"}, {SampleId(1)}},
      {"author and confidence", {.confidence_min = 0.6, .author = "ann"}, {SampleId(3)}},
      {"text and domain", {.domain = "other", .text = "timeout"}, {}},
      {"blank ones are none", {.text = " ", .author = ""}, {SampleId(1), SampleId(2), SampleId(3)}},
      {"limit 0 takes none", {.confidence_min = 0.0, .offset = 0, .limit = 0}, {}},
  };
  for (const Case& c : cases) EXPECT_EQ(IdsOf(service_->ListUnits(c.filter)), c.ids) << c.name;
}

TEST_F(ReviewServiceTest, ASearchGoesOnThroughManyUnitsUpToItsBound) {
  const auto put = [this](std::int64_t number, const std::string& created_at) {
    store_.Put(MakeRow({.number = number, .created_at = created_at}));
  };
  const auto count = static_cast<std::int64_t>(kSearchedUnits);
  for (std::int64_t i = 1; i <= count; ++i) put(i, "2026-11-21T10:00:00+00:00");
  put(count + 1, "2026-11-20T10:00:00+00:00");
  ListFilter filter;
  filter.text = "summary " + std::to_string(count);
  EXPECT_EQ(IdsOf(service_->ListUnits(filter)), Ids{SampleId(count)});
  filter.text = "summary " + std::to_string(count + 1);
  EXPECT_EQ(IdsOf(service_->ListUnits(filter)), Ids{});
}

TEST_F(ReviewServiceTest, AnEmptyStatusIsPending) {
  store_.Put(MakeRow({.number = 1, .status = ""}));
  EXPECT_EQ(service_->GetUnit(SampleId(1))->status, "pending");
}

TEST_F(ReviewServiceTest, GetsOneUnit) {
  store_.Put(MakeRow({.number = 1,
                      .status = "rejected",
                      .reviewed_by = "ann",
                      .reviewed_at = "2026-11-21T10:00:00+00:00"}));
  PutBroken(2, "approved");
  const auto item = service_->GetUnit(SampleId(1));
  ASSERT_TRUE(item);
  EXPECT_EQ(item->unit.insight.summary, "summary 1");
  EXPECT_EQ(item->status, "rejected");
  EXPECT_EQ(item->reviewed_by, "ann");
  EXPECT_EQ(item->reviewed_at, "2026-11-21T10:00:00+00:00");
  const auto missing = service_->GetUnit(SampleId(3));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(missing.error().message, "Knowledge unit not found");
  EXPECT_THROW(static_cast<void>(service_->GetUnit(SampleId(2))), std::runtime_error);
}

TEST_F(ReviewServiceTest, DecidesOnce) {
  store_.Put(MakeRow({.number = 1, .status = "pending"}));
  const auto decision = service_->Decide(SampleId(1), Verdict::kApproved, "ann");
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->unit_id, SampleId(1));
  EXPECT_EQ(decision->status, "approved");
  EXPECT_EQ(decision->reviewed_by, "ann");
  EXPECT_EQ(decision->reviewed_at, "2026-11-23T20:34:31.105868+00:00");
  EXPECT_EQ(store_.Find(SampleId(1))->status, "approved");

  const auto again = service_->Decide(SampleId(1), Verdict::kRejected, "bob");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(again.error().message, "Knowledge unit already approved");

  const auto missing = service_->Decide(SampleId(2), Verdict::kRejected, "bob");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST_F(ReviewServiceTest, StatsSummariseTheStore) {
  store_.Put(MakeRow({.number = 1,
                      .confidence = 0.7,
                      .created_at = "2026-11-22T10:00:00+00:00",
                      .reviewed_by = "ann",
                      .reviewed_at = "2026-11-23T10:00:00+00:00"}));
  store_.Put(
      MakeRow({.number = 2, .status = "pending", .created_at = "2026-11-23T09:00:00+00:00"}));
  store_.Put(MakeRow({.number = 3,
                      .status = "rejected",
                      .created_at = "2026-11-22T10:00:00+00:00",
                      .reviewed_at = "2026-11-22T11:00:00+00:00"}));
  const ReviewStats stats = service_->Stats();
  EXPECT_EQ(stats.counts, (OrderedCounts{{"pending", 1}, {"approved", 1}, {"rejected", 1}}));
  EXPECT_EQ(stats.domains, (OrderedCounts{{"api", 1}}));
  EXPECT_EQ(stats.confidence_distribution,
            (OrderedCounts{{"0.0-0.3", 0}, {"0.3-0.6", 0}, {"0.6-0.8", 1}, {"0.8-1.0", 0}}));
  ASSERT_EQ(stats.daily.size(), 2U);
  EXPECT_EQ(stats.daily[0].date, "2026-11-22");
  EXPECT_EQ(stats.daily[0].proposed, 2);
  EXPECT_EQ(stats.daily[0].rejected, 1);
  EXPECT_EQ(stats.daily[1].date, "2026-11-23");
  EXPECT_EQ(stats.daily[1].proposed, 1);
  EXPECT_EQ(stats.daily[1].approved, 1);

  ASSERT_EQ(stats.recent_activity.size(), 3U);
  const Activity& approved = stats.recent_activity[0];
  EXPECT_EQ(approved.type, "approved");
  EXPECT_EQ(approved.unit_id, SampleId(1));
  EXPECT_EQ(approved.summary, "summary 1");
  EXPECT_EQ(approved.reviewed_by, "ann");
  EXPECT_EQ(approved.timestamp, "2026-11-23T10:00:00+00:00");
  const Activity& proposed = stats.recent_activity[1];
  EXPECT_EQ(proposed.type, "proposed");
  EXPECT_EQ(proposed.timestamp, "2026-11-20T10:00:00+00:00");  // the document's
  EXPECT_EQ(stats.recent_activity[2].type, "rejected");
  EXPECT_EQ(stats.recent_activity[2].reviewed_by, std::nullopt);
}

TEST_F(ReviewServiceTest, ActivityIsTheTwentyLastThatRead) {
  for (int i = 1; i <= 30; ++i) store_.Put(MakeRow({.number = i}));
  PutBroken(3, "approved");
  const ReviewStats stats = service_->Stats();
  ASSERT_EQ(stats.recent_activity.size(), 20U);
  EXPECT_EQ(stats.recent_activity[1].unit_id, SampleId(2));
  EXPECT_EQ(stats.recent_activity[2].unit_id, SampleId(4));
  EXPECT_EQ(stats.recent_activity[2].timestamp, "2026-11-20T10:00:00+00:00");
}

TEST_F(ReviewServiceTest, StatsComeFromMemoryWhileNothingChanges) {
  store_.Put(MakeRow({.number = 1, .status = "pending"}));
  EXPECT_FALSE(service_->TryStats());
  service_->Stats();
  ASSERT_TRUE(service_->TryStats());
  store_.Touch();  // a commit of another table
  service_->Stats();
  EXPECT_EQ(store_.recently_touched_count(), 1);
  ASSERT_TRUE(service_->Decide(SampleId(1), Verdict::kApproved, "ann"));
  EXPECT_FALSE(service_->TryStats());
  service_->Stats();
  EXPECT_EQ(store_.recently_touched_count(), 2);
  EXPECT_EQ(service_->TryStats()->recent_activity.at(0).type, "approved");
}

TEST_F(ReviewServiceTest, DailyFiguresMoveOnWithTheDay) {
  store_.Put(MakeRow({.number = 1, .created_at = "2026-11-23T10:00:00+00:00"}));
  EXPECT_EQ(service_->Stats().daily.size(), 1U);
  clock_.Set(*ParseTime("2026-11-24T00:00:01Z"));
  ASSERT_TRUE(service_->TryStats());
  EXPECT_EQ(service_->TryStats()->daily.size(), 2U);
}

}  // namespace
}  // namespace cq::review
