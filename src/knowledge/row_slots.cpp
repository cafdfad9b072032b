#include "knowledge/row_slots.h"

namespace cq::knowledge {
namespace {

constexpr std::size_t kFreeGrowth = 4096;

}  // namespace

std::optional<Slot> RowSlots::Find(RowId row_id) const {
  if (row_id >= 0 && static_cast<std::size_t>(row_id) < dense_.size()) {
    const Slot slot = dense_[static_cast<std::size_t>(row_id)];
    if (slot != kEmpty) return slot;
  }
  if (sparse_.empty()) return std::nullopt;
  const auto found = sparse_.find(row_id);
  if (found == sparse_.end()) return std::nullopt;
  return found->second;
}

void RowSlots::Set(RowId row_id, Slot slot) {
  if (!IsDense(row_id) || sparse_.contains(row_id)) {
    sparse_[row_id] = slot;
    return;
  }
  const auto index = static_cast<std::size_t>(row_id);
  if (index >= dense_.size()) dense_.resize(index + 1, kEmpty);
  if (dense_[index] == kEmpty) ++used_;
  dense_[index] = slot;
}

void RowSlots::Erase(RowId row_id) {
  if (sparse_.erase(row_id) > 0) return;
  if (row_id < 0 || static_cast<std::size_t>(row_id) >= dense_.size()) return;
  Slot& slot = dense_[static_cast<std::size_t>(row_id)];
  if (slot != kEmpty) --used_;
  slot = kEmpty;
}

bool RowSlots::IsDense(RowId row_id) const {
  return row_id >= 0 && static_cast<std::size_t>(row_id) < 4 * used_ + kFreeGrowth;
}

}  // namespace cq::knowledge
