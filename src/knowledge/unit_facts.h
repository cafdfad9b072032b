// What the search index knows of a row: everything that queries, lists and statistics decide by.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge_repository.h"

namespace cq::knowledge {

// The 128 bits of a `ku_<32 hex>` id; compares as the text does.
struct UnitKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const UnitKey&) const = default;
};

std::optional<UnitKey> ParseUnitKey(std::string_view unit_id);

// What ranks a unit. Only a document that reads as a knowledge unit has it.
struct RankingFacts {
  UnitKey key;
  double confidence = 0.5;
  std::vector<std::string> domains;  // as the document holds them
  std::vector<std::string> languages;
  std::vector<std::string> frameworks;
  std::string pattern;  // lower-cased
  std::string author;   // created_by; ranks nothing, but lists are filtered by it
};

struct UnitFacts {
  RowId row_id = 0;
  std::string status;
  std::string tier;
  std::string created_at;
  std::optional<std::string> reviewed_at;
  std::vector<std::string> domains;  // the rows of knowledge_unit_domains
  double counted_confidence = 0.5;   // what SQL reads from the document, for distributions
  std::optional<RankingFacts> ranking;
};

}  // namespace cq::knowledge
