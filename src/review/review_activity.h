// The dashboard's list of recent events, made of the rows that were touched last.
#pragma once

#include <cstddef>
#include <vector>

#include "knowledge/knowledge_repository.h"
#include "review/review_service.h"

namespace cq::review {

inline constexpr std::size_t kActivityItems = 20;
inline constexpr std::size_t kActivityRows = 2 * kActivityItems;  // some may not read

// At most kActivityItems, in the order of `rows`; rows whose document does not read are left out.
std::vector<Activity> MakeActivity(const std::vector<knowledge::UnitRow>& rows);

}  // namespace cq::review
