// A mirror of the units that is kept up to date through the change feed.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "knowledge/knowledge_repository.h"

namespace cq::storage::testing {

struct FeedFollower {
  explicit FeedFollower(knowledge::KnowledgeRepository& followed) : repository(followed) {}

  void CatchUp() {
    resets = 0;
    changes.clear();
    removals = 0;
    position = repository.Follow(
        position,
        [this] {
          ++resets;
          units.clear();
        },
        [this](const knowledge::IndexedRow& indexed) {
          changes.push_back(indexed.row.id);
          units[indexed.row.row_id] = indexed;
        },
        [this](knowledge::RowId row_id) {
          ++removals;
          units.erase(row_id);
        });
  }

  std::map<std::string, std::vector<std::string>> DomainsById() const {
    std::map<std::string, std::vector<std::string>> result;
    for (const auto& [row_id, indexed] : units) result[indexed.row.id] = indexed.domains;
    return result;
  }

  knowledge::KnowledgeRepository& repository;
  knowledge::FeedPosition position;
  std::map<knowledge::RowId, knowledge::IndexedRow> units;
  // Of the last CatchUp.
  int resets = 0;
  int removals = 0;
  std::vector<std::string> changes;
};

}  // namespace cq::storage::testing
