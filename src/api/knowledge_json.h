// Bodies and answers of the knowledge routes, but for the proposal (proposal_json.h).
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "http/response.h"
#include "json/value.h"
#include "knowledge/knowledge_service.h"

namespace cq::api {

tl::expected<knowledge::FlagReport, http::Response> ReadFlagReport(const json::Value& body);

std::string UnitListJson(const std::vector<knowledge::UnitText>& units);
std::string KnowledgeStatsJson(const knowledge::KnowledgeStats& stats);

void AppendCounts(std::string& out, const knowledge::OrderedCounts& counts);

}  // namespace cq::api
