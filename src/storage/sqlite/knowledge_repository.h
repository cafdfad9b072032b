// knowledge::KnowledgeRepository on SQLite.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge_repository.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage::sqlite {

class KnowledgeRepository final : public knowledge::KnowledgeRepository {
 public:
  KnowledgeRepository(ReaderPool& readers, WriteQueue& writes)
      : readers_(readers), writes_(writes) {}

  void Insert(const knowledge::UnitRow& row, const std::vector<std::string>& domains) override;
  std::size_t InsertMissing(const std::vector<knowledge::IndexedRow>& rows) override;
  std::optional<knowledge::UnitRow> Find(std::string_view unit_id) override;
  std::vector<knowledge::UnitRow> FindRows(const std::vector<knowledge::RowId>& row_ids) override;
  bool EditApproved(
      std::string_view unit_id,
      const std::function<knowledge::EditedUnit(const knowledge::UnitRow&)>& edit) override;
  void VisitAll(const std::function<void(const knowledge::UnitRow&)>& visit) override;
  knowledge::FeedPosition Follow(knowledge::FeedPosition position,
                                 const std::function<void()>& reset,
                                 const knowledge::RowVisitor& changed,
                                 const knowledge::RemovalVisitor& removed) override;

 private:
  ReaderPool& readers_;
  WriteQueue& writes_;
};

}  // namespace cq::storage::sqlite
