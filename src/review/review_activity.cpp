#include "review/review_activity.h"

#include <string>
#include <utility>

#include "knowledge/unit_json.h"

namespace cq::review {
namespace {

// The document's time as datetime.isoformat() prints it.
std::string IsoFormat(std::string time) {
  if (time.ends_with('Z')) time.replace(time.size() - 1, 1, "+00:00");
  return time;
}

bool IsDecision(const std::string& status) {
  return status == knowledge::StatusText(knowledge::ReviewStatus::kApproved) ||
         status == knowledge::StatusText(knowledge::ReviewStatus::kRejected);
}

}  // namespace

std::vector<Activity> MakeActivity(const std::vector<knowledge::UnitRow>& rows) {
  std::vector<Activity> activity;
  for (const knowledge::UnitRow& row : rows) {
    if (activity.size() == kActivityItems) break;
    auto unit = knowledge::ParseStoredUnit(row.data);
    if (!unit) continue;
    Activity event;
    event.type = "proposed";
    event.unit_id = row.id;
    event.summary = std::move(unit->insight.summary);
    event.timestamp = IsoFormat(std::move(unit->evidence.first_observed));
    if (IsDecision(row.status)) {
      event.type = row.status;
      event.reviewed_by = row.reviewed_by;
      if (!row.reviewed_at.value_or("").empty()) event.timestamp = *row.reviewed_at;
    }
    activity.push_back(std::move(event));
  }
  return activity;
}

}  // namespace cq::review
