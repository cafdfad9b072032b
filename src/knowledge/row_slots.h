// Where the index keeps each row: an array for the dense ids that databases give, a table for
// others.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "knowledge/knowledge_repository.h"
#include "knowledge/posting_list.h"

namespace cq::knowledge {

// Not synchronised.
class RowSlots {
 public:
  std::optional<Slot> Find(RowId row_id) const;
  void Set(RowId row_id, Slot slot);
  void Erase(RowId row_id);

 private:
  static constexpr Slot kEmpty = std::numeric_limits<Slot>::max();

  // The array grows while at least about a quarter of it is in use.
  bool IsDense(RowId row_id) const;

  std::vector<Slot> dense_;
  std::unordered_map<RowId, Slot> sparse_;
  std::size_t used_ = 0;  // entries of dense_
};

}  // namespace cq::knowledge
