// review::ReviewRepository on SQLite.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "review/review_repository.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage::sqlite {

class ReviewRepository final : public review::ReviewRepository {
 public:
  ReviewRepository(ReaderPool& readers, WriteQueue& writes) : readers_(readers), writes_(writes) {}

  review::DecisionOutcome Decide(std::string_view unit_id, std::string_view status,
                                 std::string_view reviewer, std::string_view reviewed_at) override;
  std::vector<knowledge::UnitRow> PendingQueue(std::int64_t limit, std::int64_t offset) override;
  std::vector<knowledge::UnitRow> ListUnits(const review::UnitFilter& filter) override;
  std::vector<knowledge::UnitRow> RecentlyTouched(std::size_t limit) override;

 private:
  ReaderPool& readers_;
  WriteQueue& writes_;
};

}  // namespace cq::storage::sqlite
