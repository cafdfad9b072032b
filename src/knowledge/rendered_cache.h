// Ready-made answer texts of recently returned units, bounded in bytes.
#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

#include "knowledge/knowledge_service.h"
#include "knowledge/search_index.h"

namespace cq::knowledge {

// A text belongs to the state of the row that the index knew before the row was read: it is that
// state's or a newer one's. Thread-safe; keys are spread over independently locked shards.
class RenderedCache {
 public:
  explicit RenderedCache(std::size_t max_bytes);

  // nullptr when the text is not here, or of another state.
  UnitText Find(const IndexedUnit& unit);
  // Does nothing when there is a text of a later state, or when the text is too large.
  void Store(const IndexedUnit& unit, UnitText text);

 private:
  struct Entry {
    IndexedUnit unit;
    UnitText text;
    bool used = false;  // since it last came to the front of the queue
  };

  struct Shard {
    std::mutex mutex;
    std::list<Entry> queue;  // the next to go at the front
    std::unordered_map<RowId, std::list<Entry>::iterator> entries;
    std::size_t bytes = 0;
  };

  Shard& ShardOf(RowId row_id);
  static std::size_t Cost(const UnitText& text);
  // Second chance: what was used since the last look goes to the back instead.
  void Evict(Shard& shard) const;

  static constexpr std::size_t kShards = 16;

  std::size_t max_shard_bytes_;
  std::array<Shard, kShards> shards_;
};

}  // namespace cq::knowledge
