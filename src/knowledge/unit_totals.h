// Running counts over all units, so that statistics never look at single ones.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "knowledge/knowledge_service.h"
#include "knowledge/row_time.h"
#include "knowledge/term_table.h"
#include "knowledge/unit_record.h"

namespace cq::knowledge {

inline constexpr std::chrono::days kDailyWindow{30};

// Indexes of the buckets of the two distributions.
std::uint8_t KnowledgeBucket(double confidence);
std::uint8_t ReviewBucket(double confidence);

struct DayCounts {
  std::int64_t proposed = 0;
  std::int64_t approved = 0;
  std::int64_t rejected = 0;
};

struct DatedCounts {
  std::chrono::sys_days day;
  DayCounts counts;
};

// Status and tier are those of the row; confidences and domains are counted of approved units.
// Not synchronised.
class UnitTotals {
 public:
  // The record's terms have to be in `terms` during the call, and until it is taken out again.
  void Add(const UnitRecord& record, const TermTable& terms) { Count(record, terms, 1); }
  void Remove(const UnitRecord& record, const TermTable& terms) { Count(record, terms, -1); }

  std::int64_t total() const { return total_; }
  std::int64_t WithStatus(std::string_view status, const TermTable& terms) const;
  OrderedCounts ApprovedByTier(const TermTable& terms) const;    // by tier
  OrderedCounts ApprovedByDomain(const TermTable& terms) const;  // largest first, then by domain
  OrderedCounts KnowledgeDistribution() const;
  OrderedCounts ReviewDistribution() const;
  // Every day from the first with anything in the window to today; empty when there is nothing.
  std::vector<DatedCounts> Daily(TimePoint now, const TermTable& terms) const;

 private:
  using TermCounts = std::unordered_map<TermId, std::int64_t>;
  using Buckets = std::array<std::int64_t, 4>;

  void Count(const UnitRecord& record, const TermTable& terms, std::int64_t change);
  void CountDay(RowTime time, std::int64_t DayCounts::* count, std::int64_t change);

  std::int64_t total_ = 0;
  TermCounts by_status_;
  TermCounts by_tier_;
  TermCounts by_domain_;
  Buckets knowledge_buckets_{};
  Buckets review_buckets_{};
  std::map<std::chrono::sys_days, DayCounts> by_day_;
  std::unordered_map<TermId, DayCounts> by_text_;  // of times that are kept as texts
};

}  // namespace cq::knowledge
