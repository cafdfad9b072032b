// The best k of the units offered to it.
#pragma once

#include <cstddef>
#include <vector>

#include "knowledge/posting_list.h"

namespace cq::knowledge {

struct ScoredUnit {
  double score = 0;
  UnitKey key;
  Slot slot = 0;
};

// Higher score first, ties by id descending. Not synchronised.
class TopUnits {
 public:
  explicit TopUnits(std::size_t limit) : limit_(limit) {}

  bool Full() const { return heap_.size() >= limit_; }
  // The unit that the next better one would push out. Only when full.
  const ScoredUnit& Worst() const { return heap_.front(); }
  bool Accepts(double score, const UnitKey& key) const;
  void Add(const ScoredUnit& unit);
  // Best first.
  std::vector<ScoredUnit> Take() &&;

 private:
  std::size_t limit_;
  std::vector<ScoredUnit> heap_;  // the worst at the front
};

}  // namespace cq::knowledge
