#include "knowledge/top_units.h"

#include <algorithm>
#include <utility>

namespace cq::knowledge {
namespace {

bool Better(const ScoredUnit& a, const ScoredUnit& b) {
  if (a.score != b.score) return a.score > b.score;
  if (a.key != b.key) return a.key > b.key;
  return a.slot < b.slot;
}

}  // namespace

bool TopUnits::Accepts(double score, const UnitKey& key) const {
  if (!Full()) return limit_ > 0;
  const ScoredUnit& worst = heap_.front();
  return score > worst.score || (score == worst.score && key > worst.key);
}

void TopUnits::Add(const ScoredUnit& unit) {
  if (!Accepts(unit.score, unit.key)) return;
  if (Full()) {
    std::pop_heap(heap_.begin(), heap_.end(), Better);
    heap_.pop_back();
  }
  heap_.push_back(unit);
  std::push_heap(heap_.begin(), heap_.end(), Better);
}

std::vector<ScoredUnit> TopUnits::Take() && {
  std::sort_heap(heap_.begin(), heap_.end(), Better);
  return std::move(heap_);
}

}  // namespace cq::knowledge
