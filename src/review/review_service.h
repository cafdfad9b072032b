// Review queue, decisions and the figures of the dashboard.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "knowledge/knowledge_service.h"
#include "knowledge/knowledge_unit.h"

namespace cq::knowledge {
class KnowledgeCatalog;
class KnowledgeRepository;
}  // namespace cq::knowledge

namespace cq::review {

class ReviewRepository;

struct ReviewItem {
  knowledge::KnowledgeUnit unit;
  std::string status;
  std::optional<std::string> reviewed_by;
  std::optional<std::string> reviewed_at;
};

struct ReviewQueue {
  std::vector<ReviewItem> items;
  std::int64_t total = 0;
};

struct Decision {
  std::string unit_id;
  std::string status;
  std::string reviewed_by;
  std::string reviewed_at;
};

struct ListFilter {
  std::optional<std::string> domain = std::nullopt;  // as sent
  std::optional<double> confidence_min = std::nullopt;
  std::optional<double> confidence_max = std::nullopt;
  std::optional<std::string> status = std::nullopt;  // as sent
  std::optional<std::string> text = std::nullopt;    // see text_search.h
  std::optional<std::string> author = std::nullopt;  // as created_by holds it
  std::optional<std::int64_t> offset = std::nullopt;
  std::int64_t limit = 100;
};

// A text is looked for among this many of the newest units that pass the other filters, so that a
// word which nobody wrote does not read the whole store.
inline constexpr std::size_t kSearchedUnits = 20'000;

struct Activity {
  std::string type;  // proposed, approved, rejected
  std::string unit_id;
  std::string summary;
  std::optional<std::string> reviewed_by;  // a member only of decisions; null when the row has none
  std::string timestamp;
};

struct DailyCount {
  std::string date;  // 2026-11-23
  std::int64_t proposed = 0;
  std::int64_t approved = 0;
  std::int64_t rejected = 0;
};

struct ReviewStats {
  knowledge::OrderedCounts counts;
  knowledge::OrderedCounts domains;
  knowledge::OrderedCounts confidence_distribution;
  std::vector<Activity> recent_activity;
  std::vector<DailyCount> daily;
};

enum class Verdict { kApproved, kRejected };

// Thread-safe. May block; run on a worker, but for TryStats.
class ReviewService {
 public:
  virtual ~ReviewService() = default;
  virtual ReviewQueue Queue(std::int64_t limit, std::int64_t offset) = 0;
  virtual std::vector<ReviewItem> ListUnits(const ListFilter& filter) = 0;
  virtual Result<ReviewItem> GetUnit(std::string_view unit_id) = 0;
  // kNotFound, or kConflict "Knowledge unit already approved".
  virtual Result<Decision> Decide(std::string_view unit_id, Verdict verdict,
                                  std::string_view reviewer) = 0;
  virtual ReviewStats Stats() = 0;
  virtual std::optional<ReviewStats> TryStats() = 0;  // nullopt: see KnowledgeService
};

// All arguments have to outlive the service.
std::unique_ptr<ReviewService> MakeReviewService(ReviewRepository& reviews,
                                                 knowledge::KnowledgeRepository& units,
                                                 knowledge::KnowledgeCatalog& catalog,
                                                 const Clock& clock);

}  // namespace cq::review
