// Rows of knowledge units with well-formed documents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/knowledge_repository.h"
#include "knowledge/knowledge_unit.h"
#include "knowledge/unit_json.h"

namespace cq::testing {

// What differs between units; everything else is made up from `number`.
struct SampleUnit {
  std::int64_t number = 1;
  std::string status = "approved";
  std::vector<std::string> domains = {"api"};
  double confidence = 0.5;
  std::string created_at = "2026-11-20T10:00:00+00:00";
  std::optional<std::string> reviewed_by = std::nullopt;
  std::optional<std::string> reviewed_at = std::nullopt;
};

inline std::string SampleId(std::int64_t number) {
  std::string digits = std::to_string(number);
  return "ku_" + std::string(32 - digits.size(), '0') + digits;
}

inline knowledge::KnowledgeUnit MakeUnit(const SampleUnit& sample) {
  knowledge::KnowledgeUnit unit;
  unit.id = SampleId(sample.number);
  unit.domains = sample.domains;
  unit.insight = {"summary " + std::to_string(sample.number), "detail", "action"};
  unit.evidence.confidence = sample.confidence;
  unit.evidence.first_observed = "2026-11-20T10:00:00Z";
  unit.evidence.last_confirmed = unit.evidence.first_observed;
  unit.created_by = "demo";
  return unit;
}

inline knowledge::IndexedRow MakeRow(const SampleUnit& sample) {
  knowledge::IndexedRow indexed;
  indexed.row.row_id = sample.number;
  indexed.row.id = SampleId(sample.number);
  indexed.row.data = knowledge::WriteStoredUnit(MakeUnit(sample));
  indexed.row.status = sample.status;
  indexed.row.tier = "private";
  indexed.row.created_at = sample.created_at;
  indexed.row.reviewed_by = sample.reviewed_by;
  indexed.row.reviewed_at = sample.reviewed_at;
  indexed.domains = sample.domains;
  return indexed;
}

}  // namespace cq::testing
