#include "knowledge/rendered_cache.h"

#include <utility>

namespace cq::knowledge {

RenderedCache::RenderedCache(std::size_t max_bytes) : max_shard_bytes_(max_bytes / kShards) {}

UnitText RenderedCache::Find(const IndexedUnit& unit) {
  Shard& shard = ShardOf(unit.row_id);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.entries.find(unit.row_id);
  if (found == shard.entries.end() || found->second->unit.stamp != unit.stamp) return nullptr;
  found->second->used = true;
  return found->second->text;
}

void RenderedCache::Store(const IndexedUnit& unit, UnitText text) {
  if (Cost(text) > max_shard_bytes_) return;
  Shard& shard = ShardOf(unit.row_id);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.entries.find(unit.row_id);
  if (found != shard.entries.end()) {
    if (found->second->unit.stamp >= unit.stamp) return;
    shard.bytes -= Cost(found->second->text);
    shard.queue.erase(found->second);
    shard.entries.erase(found);
  }
  shard.bytes += Cost(text);
  shard.queue.push_back({unit, std::move(text)});
  shard.entries.emplace(unit.row_id, std::prev(shard.queue.end()));
  Evict(shard);
}

RenderedCache::Shard& RenderedCache::ShardOf(RowId row_id) {
  return shards_[static_cast<std::size_t>(row_id) % kShards];
}

std::size_t RenderedCache::Cost(const UnitText& text) {
  constexpr std::size_t kOverhead = 192;  // the list and table nodes, the string and its counts
  return text->capacity() + kOverhead;
}

void RenderedCache::Evict(Shard& shard) const {
  while (shard.bytes > max_shard_bytes_) {
    const auto oldest = shard.queue.begin();
    if (oldest->used) {
      oldest->used = false;
      shard.queue.splice(shard.queue.end(), shard.queue, oldest);
      continue;
    }
    shard.bytes -= Cost(oldest->text);
    shard.entries.erase(oldest->unit.row_id);
    shard.queue.erase(oldest);
  }
}

}  // namespace cq::knowledge
