// Review states of units and the lists a reviewer sees.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge_repository.h"

namespace cq::review {

struct DecisionOutcome {
  enum class Kind { kDecided, kNotFound, kAlreadyReviewed };
  Kind kind = Kind::kNotFound;
  std::string status;  // the row's status afterwards
};

struct UnitFilter {
  std::optional<std::string> domain;  // normalised
  std::optional<std::string> status;  // compared as text
  std::size_t limit = 100;
};

// Thread-safe. Throws storage failures (std::exception).
class ReviewRepository {
 public:
  virtual ~ReviewRepository() = default;
  // Moves a pending unit to `status`; of parallel decisions exactly one is kDecided.
  virtual DecisionOutcome Decide(std::string_view unit_id, std::string_view status,
                                 std::string_view reviewer, std::string_view reviewed_at) = 0;
  // Pending units, oldest first, ties by row.
  virtual std::vector<knowledge::UnitRow> PendingQueue(std::int64_t limit, std::int64_t offset) = 0;
  // Newest first by created_at, ties by row.
  virtual std::vector<knowledge::UnitRow> ListUnits(const UnitFilter& filter) = 0;
  // By reviewed_at, or created_at when not reviewed, newest first, ties by row.
  virtual std::vector<knowledge::UnitRow> RecentlyTouched(std::size_t limit) = 0;
};

}  // namespace cq::review
