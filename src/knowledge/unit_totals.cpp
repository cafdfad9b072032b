#include "knowledge/unit_totals.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/time_text.h"

namespace cq::knowledge {
namespace {

constexpr std::array<double, 3> kKnowledgeBounds = {0.3, 0.5, 0.7};
constexpr std::array<const char*, 4> kKnowledgeLabels = {"0.0-0.3", "0.3-0.5", "0.5-0.7",
                                                         "0.7-1.0"};
constexpr std::array<double, 3> kReviewBounds = {0.3, 0.6, 0.8};
constexpr std::array<const char*, 4> kReviewLabels = {"0.0-0.3", "0.3-0.6", "0.6-0.8", "0.8-1.0"};

std::uint8_t Bucket(const std::array<double, 3>& bounds, double confidence) {
  return static_cast<std::uint8_t>(std::upper_bound(bounds.begin(), bounds.end(), confidence) -
                                   bounds.begin());
}

OrderedCounts Labelled(const std::array<const char*, 4>& labels,
                       const std::array<std::int64_t, 4>& counts) {
  OrderedCounts result;
  for (std::size_t i = 0; i < labels.size(); ++i) result.emplace_back(labels[i], counts[i]);
  return result;
}

void Change(std::unordered_map<TermId, std::int64_t>& counts, TermId term, std::int64_t change) {
  const auto entry = counts.try_emplace(term, 0).first;
  entry->second += change;
  if (entry->second == 0) counts.erase(entry);
}

bool IsEmpty(const DayCounts& counts) {
  return counts.proposed == 0 && counts.approved == 0 && counts.rejected == 0;
}

void Sum(DayCounts& into, const DayCounts& more) {
  into.proposed += more.proposed;
  into.approved += more.approved;
  into.rejected += more.rejected;
}

}  // namespace

std::uint8_t KnowledgeBucket(double confidence) { return Bucket(kKnowledgeBounds, confidence); }
std::uint8_t ReviewBucket(double confidence) { return Bucket(kReviewBounds, confidence); }

std::int64_t UnitTotals::WithStatus(std::string_view status, const TermTable& terms) const {
  const std::optional<TermId> term = terms.Find(status);
  if (!term) return 0;
  const auto found = by_status_.find(*term);
  return found == by_status_.end() ? 0 : found->second;
}

OrderedCounts UnitTotals::ApprovedByTier(const TermTable& terms) const {
  OrderedCounts counts;
  for (const auto& [tier, count] : by_tier_) counts.emplace_back(terms.Text(tier), count);
  std::sort(counts.begin(), counts.end());
  return counts;
}

OrderedCounts UnitTotals::ApprovedByDomain(const TermTable& terms) const {
  OrderedCounts counts;
  counts.reserve(by_domain_.size());
  for (const auto& [domain, count] : by_domain_) counts.emplace_back(terms.Text(domain), count);
  std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return counts;
}

OrderedCounts UnitTotals::KnowledgeDistribution() const {
  return Labelled(kKnowledgeLabels, knowledge_buckets_);
}

OrderedCounts UnitTotals::ReviewDistribution() const {
  return Labelled(kReviewLabels, review_buckets_);
}

std::vector<DatedCounts> UnitTotals::Daily(TimePoint now, const TermTable& terms) const {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const auto first_day = today - kDailyWindow;
  std::map<std::chrono::sys_days, DayCounts> days(by_day_.lower_bound(first_day), by_day_.end());
  const std::string cutoff = FormatDate(TimePoint(first_day));
  for (const auto& [term, counts] : by_text_) {
    const std::string& text = terms.Text(term);
    if (text < cutoff) continue;
    if (const auto day = SqlDate(text)) Sum(days[*day], counts);
  }
  std::vector<DatedCounts> result;
  if (days.empty()) return result;
  for (auto day = days.begin()->first; day <= today; day += std::chrono::days(1)) {
    const auto found = days.find(day);
    result.push_back({day, found == days.end() ? DayCounts{} : found->second});
  }
  return result;
}

void UnitTotals::Count(const UnitRecord& record, const TermTable& terms, std::int64_t change) {
  total_ += change;
  Change(by_status_, record.status, change);
  CountDay(record.created, &DayCounts::proposed, change);
  const std::string& status = terms.Text(record.status);
  if (status == StatusText(ReviewStatus::kRejected)) {
    CountDay(record.reviewed, &DayCounts::rejected, change);
  }
  if (status != StatusText(ReviewStatus::kApproved)) return;
  CountDay(record.reviewed, &DayCounts::approved, change);
  Change(by_tier_, record.tier, change);
  for (const TermId domain : record.RowDomains()) Change(by_domain_, domain, change);
  knowledge_buckets_[record.knowledge_bucket] += change;
  review_buckets_[record.review_bucket] += change;
}

void UnitTotals::CountDay(RowTime time, std::int64_t DayCounts::* count, std::int64_t change) {
  if (time.IsNone()) return;
  if (const std::optional<TermId> term = time.Term()) {
    const auto entry = by_text_.try_emplace(*term).first;
    entry->second.*count += change;
    if (IsEmpty(entry->second)) by_text_.erase(entry);
    return;
  }
  const auto entry = by_day_.try_emplace(time.Day()).first;
  entry->second.*count += change;
  if (IsEmpty(entry->second)) by_day_.erase(entry);
}

}  // namespace cq::knowledge
