// Answers of the review routes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "review/review_service.h"

namespace cq::api {

std::string ReviewItemJson(const review::ReviewItem& item);
std::string ReviewItemsJson(const std::vector<review::ReviewItem>& items);
std::string ReviewQueueJson(const review::ReviewQueue& queue, std::int64_t offset,
                            std::int64_t limit);
std::string DecisionJson(const review::Decision& decision);
std::string ReviewStatsJson(const review::ReviewStats& stats);

}  // namespace cq::api
