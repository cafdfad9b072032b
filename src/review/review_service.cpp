#include "review/review_service.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/text.h"
#include "core/time_text.h"
#include "knowledge/knowledge_catalog.h"
#include "knowledge/unit_json.h"
#include "knowledge/versioned_answer.h"
#include "review/review_activity.h"
#include "review/review_repository.h"
#include "review/text_search.h"

namespace cq::review {
namespace {

using knowledge::ReviewStatus;
using knowledge::SearchIndex;
using knowledge::StatusText;
using knowledge::UnitRow;

constexpr std::string_view kNotFound = "Knowledge unit not found";

// Of the index; the figures by day are also of a day.
using StatsVersion = std::pair<std::uint64_t, std::chrono::sys_days>;

ReviewItem MakeItem(const UnitRow& row, knowledge::KnowledgeUnit unit) {
  return {
      .unit = std::move(unit),
      .status = row.status.empty() ? std::string(StatusText(ReviewStatus::kPending)) : row.status,
      .reviewed_by = row.reviewed_by,
      .reviewed_at = row.reviewed_at};
}

// Leaves out rows whose document does not read.
std::vector<ReviewItem> MakeItems(const std::vector<UnitRow>& rows) {
  std::vector<ReviewItem> items;
  items.reserve(rows.size());
  for (const UnitRow& row : rows) {
    auto unit = knowledge::ParseStoredUnit(row.data);
    if (unit) items.push_back(MakeItem(row, *std::move(unit)));
  }
  return items;
}

// A blank filter is none.
std::optional<std::string> WithoutBlank(const std::optional<std::string>& text) {
  if (!text || StripWhitespace(*text).empty()) return std::nullopt;
  return text;
}

std::size_t Count(std::int64_t number) {
  return static_cast<std::size_t>(std::max<std::int64_t>(number, 0));
}

std::optional<std::string> NormalizedDomain(const std::optional<std::string>& domain) {
  if (!WithoutBlank(domain)) return std::nullopt;
  return ToLower(StripWhitespace(*domain));
}

// All but the activity, which is not in the index.
ReviewStats Summarize(const SearchIndex& index, TimePoint now) {
  const knowledge::UnitTotals& totals = index.totals();
  ReviewStats stats;
  for (const ReviewStatus status :
       {ReviewStatus::kPending, ReviewStatus::kApproved, ReviewStatus::kRejected}) {
    const std::string_view text = StatusText(status);
    stats.counts.emplace_back(text, totals.WithStatus(text, index.terms()));
  }
  stats.domains = totals.ApprovedByDomain(index.terms());
  stats.confidence_distribution = totals.ReviewDistribution();
  for (const auto& [day, counts] : totals.Daily(now, index.terms())) {
    stats.daily.push_back({.date = FormatDate(TimePoint(day)),
                           .proposed = counts.proposed,
                           .approved = counts.approved,
                           .rejected = counts.rejected});
  }
  return stats;
}

class IndexedReviewService final : public ReviewService {
 public:
  IndexedReviewService(ReviewRepository& reviews, knowledge::KnowledgeRepository& units,
                       knowledge::KnowledgeCatalog& catalog, const Clock& clock)
      : reviews_(reviews), units_(units), catalog_(catalog), clock_(clock) {}

  ReviewQueue Queue(std::int64_t limit, std::int64_t offset) override;
  std::vector<ReviewItem> ListUnits(const ListFilter& filter) override;
  Result<ReviewItem> GetUnit(std::string_view unit_id) override;
  Result<Decision> Decide(std::string_view unit_id, Verdict verdict,
                          std::string_view reviewer) override;
  ReviewStats Stats() override;
  std::optional<ReviewStats> TryStats() override;

 private:
  std::vector<ReviewItem> ListByConfidence(const ListFilter& filter);
  // What the reference's list cannot do: text, author, offset.
  std::vector<ReviewItem> ListPage(const ListFilter& filter);
  std::vector<ReviewItem> SearchAmong(const std::vector<knowledge::RowId>& rows,
                                      const ListFilter& filter);
  // nullptr unless the activity of the index's version is known.
  std::shared_ptr<const ReviewStats> KnownStats(const SearchIndex& index, TimePoint now);

  ReviewRepository& reviews_;
  knowledge::KnowledgeRepository& units_;
  knowledge::KnowledgeCatalog& catalog_;
  const Clock& clock_;
  knowledge::VersionedAnswer<std::uint64_t, std::vector<Activity>> activity_;
  knowledge::VersionedAnswer<StatsVersion, ReviewStats> stats_;
};

ReviewQueue IndexedReviewService::Queue(std::int64_t limit, std::int64_t offset) {
  ReviewQueue queue;
  queue.items = MakeItems(reviews_.PendingQueue(limit, offset));
  queue.total = catalog_.CatchUpAndRead([](const SearchIndex& index) {
    return index.totals().WithStatus(StatusText(ReviewStatus::kPending), index.terms());
  });
  return queue;
}

std::vector<ReviewItem> IndexedReviewService::ListUnits(const ListFilter& filter) {
  if (WithoutBlank(filter.text) || WithoutBlank(filter.author) || filter.offset) {
    return ListPage(filter);
  }
  if (filter.confidence_min || filter.confidence_max) return ListByConfidence(filter);
  return MakeItems(reviews_.ListUnits({.domain = NormalizedDomain(filter.domain),
                                       .status = WithoutBlank(filter.status),
                                       .limit = Count(filter.limit)}));
}

std::vector<ReviewItem> IndexedReviewService::ListByConfidence(const ListFilter& filter) {
  // The reference looks at the limit after each unit it takes, so it always takes one.
  const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(filter.limit, 1));
  const knowledge::IndexFilter wanted{.domain = NormalizedDomain(filter.domain),
                                      .status = WithoutBlank(filter.status),
                                      .confidence_min = filter.confidence_min,
                                      .confidence_max = filter.confidence_max,
                                      .limit = limit};
  const auto rows =
      catalog_.CatchUpAndRead([&](const SearchIndex& index) { return index.Filter(wanted); });
  return MakeItems(units_.FindRows(rows));
}

std::vector<ReviewItem> IndexedReviewService::ListPage(const ListFilter& filter) {
  const std::size_t offset = Count(filter.offset.value_or(0));
  const bool is_search = WithoutBlank(filter.text).has_value();
  const bool by_confidence = filter.confidence_min || filter.confidence_max;
  // In the order of the lists without these filters, so that pages follow on from them.
  const knowledge::IndexFilter wanted{
      .domain = NormalizedDomain(filter.domain),
      .status = WithoutBlank(filter.status),
      .confidence_min = filter.confidence_min,
      .confidence_max = filter.confidence_max,
      .author = WithoutBlank(filter.author),
      .domain_ties =
          by_confidence ? knowledge::DomainTies::kByUnitId : knowledge::DomainTies::kByRow,
      .limit = is_search ? kSearchedUnits : offset + Count(filter.limit)};
  auto rows =
      catalog_.CatchUpAndRead([&](const SearchIndex& index) { return index.Filter(wanted); });
  if (is_search) return SearchAmong(rows, filter);
  rows.erase(rows.begin(),
             rows.begin() + static_cast<std::ptrdiff_t>(std::min(offset, rows.size())));
  return MakeItems(units_.FindRows(rows));
}

std::vector<ReviewItem> IndexedReviewService::SearchAmong(const std::vector<knowledge::RowId>& rows,
                                                          const ListFilter& filter) {
  // Rows are read in portions: a common word is found among the first.
  constexpr std::size_t kPortion = 250;
  const TextSearch search(*filter.text);
  const std::size_t limit = Count(filter.limit);
  std::size_t to_skip = Count(filter.offset.value_or(0));
  std::vector<ReviewItem> items;
  for (std::size_t begin = 0; begin < rows.size() && items.size() < limit; begin += kPortion) {
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(begin);
    const std::size_t count = std::min(kPortion, rows.size() - begin);
    const std::vector<knowledge::RowId> portion(first, first + static_cast<std::ptrdiff_t>(count));
    for (const UnitRow& row : units_.FindRows(portion)) {
      if (items.size() == limit) break;
      if (!search.MayMatch(row.data)) continue;
      auto unit = knowledge::ParseStoredUnit(row.data);
      if (!unit || !search.Matches(*unit)) continue;
      if (to_skip > 0) {
        --to_skip;
      } else {
        items.push_back(MakeItem(row, *std::move(unit)));
      }
    }
  }
  return items;
}

Result<ReviewItem> IndexedReviewService::GetUnit(std::string_view unit_id) {
  const std::optional<UnitRow> row = units_.Find(unit_id);
  if (!row) return Fail(ErrorCode::kNotFound, std::string(kNotFound));
  auto unit = knowledge::ParseStoredUnit(row->data);
  if (!unit) throw std::runtime_error("unit " + row->id + ": " + unit.error().message);
  return MakeItem(*row, *std::move(unit));
}

Result<Decision> IndexedReviewService::Decide(std::string_view unit_id, Verdict verdict,
                                              std::string_view reviewer) {
  const std::string_view status =
      StatusText(verdict == Verdict::kApproved ? ReviewStatus::kApproved : ReviewStatus::kRejected);
  const std::string reviewed_at = FormatOffsetTime(clock_.Now());
  const DecisionOutcome outcome = reviews_.Decide(unit_id, status, reviewer, reviewed_at);
  switch (outcome.kind) {
    case DecisionOutcome::Kind::kNotFound:
      return Fail(ErrorCode::kNotFound, std::string(kNotFound));
    case DecisionOutcome::Kind::kAlreadyReviewed:
      return Fail(ErrorCode::kConflict, "Knowledge unit already " + outcome.status);
    case DecisionOutcome::Kind::kDecided:
      break;
  }
  return Decision{.unit_id = std::string(unit_id),
                  .status = std::string(status),
                  .reviewed_by = std::string(reviewer),
                  .reviewed_at = reviewed_at};
}

ReviewStats IndexedReviewService::Stats() {
  const TimePoint now = clock_.Now();
  const auto read_version = [](const SearchIndex& index) { return index.version(); };
  const std::uint64_t version = catalog_.CatchUpAndRead(read_version);
  // Read after the version was: it may belong to a later one, but never to an earlier one.
  auto activity = activity_.Find(version);
  if (activity == nullptr) {
    activity = activity_.Store(version, MakeActivity(reviews_.RecentlyTouched(kActivityRows)));
  }
  const auto read_stats = [&](const SearchIndex& index) -> ReviewStats {
    if (const auto known = KnownStats(index, now)) return *known;
    ReviewStats stats = Summarize(index, now);
    stats.recent_activity = *activity;
    return stats;
  };
  return catalog_.CatchUpAndRead(read_stats);
}

std::optional<ReviewStats> IndexedReviewService::TryStats() {
  const TimePoint now = clock_.Now();
  const auto known =
      catalog_.TryRead([&](const SearchIndex& index) { return KnownStats(index, now); });
  if (!known || *known == nullptr) return std::nullopt;
  return **known;
}

std::shared_ptr<const ReviewStats> IndexedReviewService::KnownStats(const SearchIndex& index,
                                                                    TimePoint now) {
  const StatsVersion version(index.version(), std::chrono::floor<std::chrono::days>(now));
  if (auto known = stats_.Find(version)) return known;
  const auto activity = activity_.Find(index.version());
  if (activity == nullptr) return nullptr;
  ReviewStats stats = Summarize(index, now);
  stats.recent_activity = *activity;
  return stats_.Store(version, std::move(stats));
}

}  // namespace

std::unique_ptr<ReviewService> MakeReviewService(ReviewRepository& reviews,
                                                 knowledge::KnowledgeRepository& units,
                                                 knowledge::KnowledgeCatalog& catalog,
                                                 const Clock& clock) {
  return std::make_unique<IndexedReviewService>(reviews, units, catalog, clock);
}

}  // namespace cq::review
