// Rows for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/knowledge_repository.h"

namespace cq::storage::testing {

struct UnitOptions {
  std::string status = "pending";
  std::string created_at = "2026-11-23T20:00:00+00:00";
  std::string data = "{}";
};

inline knowledge::UnitRow MakeUnit(std::string_view id, UnitOptions options = {}) {
  knowledge::UnitRow row;
  row.id = id;
  row.data = std::move(options.data);
  row.status = std::move(options.status);
  row.created_at = std::move(options.created_at);
  row.tier = "private";
  return row;
}

inline std::vector<std::string> Ids(const std::vector<knowledge::UnitRow>& rows) {
  std::vector<std::string> ids;
  ids.reserve(rows.size());
  for (const knowledge::UnitRow& row : rows) ids.push_back(row.id);
  return ids;
}

}  // namespace cq::storage::testing
