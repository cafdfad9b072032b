#include "knowledge/knowledge_catalog.h"

#include <utility>

#include "knowledge/unit_facts_json.h"

namespace cq::knowledge {

KnowledgeCatalog::KnowledgeCatalog(KnowledgeRepository& repository, ChangeSignal& changes,
                                   std::size_t rendered_bytes, UnreadableObserver on_unreadable)
    : repository_(repository),
      changes_(changes),
      on_unreadable_(std::move(on_unreadable)),
      rendered_(rendered_bytes) {}

bool KnowledgeCatalog::IsCurrent() {
  const std::uint64_t caught_up = caught_up_.load(std::memory_order_acquire);
  return caught_up != 0 && caught_up - 1 == changes_.Generation();
}

bool KnowledgeCatalog::Covers(std::uint64_t generation) const {
  return caught_up_.load(std::memory_order_acquire) > generation;
}

void KnowledgeCatalog::CatchUp() {
  const std::uint64_t needed = changes_.Generation();
  std::unique_lock lock(follow_mutex_);
  while (!Covers(needed)) {
    if (following_) {
      followed_.wait(lock);
      continue;
    }
    following_ = true;
    lock.unlock();
    try {
      const std::uint64_t reached = Follow();
      lock.lock();
      caught_up_.store(reached + 1, std::memory_order_release);
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      following_ = false;
      followed_.notify_all();
      throw;
    }
    following_ = false;
    followed_.notify_all();
  }
}

std::uint64_t KnowledgeCatalog::Follow() {
  // Read first: a commit in between is then seen again rather than missed.
  const std::uint64_t generation = changes_.Generation();
  // Taken at the first change, so that commits of other tables do not hold up readers.
  std::unique_lock lock(index_mutex_, std::defer_lock);
  const auto begin_change = [&] {
    if (lock.owns_lock()) return;
    lock.lock();
    caught_up_.store(0, std::memory_order_release);
    whole_ = false;
  };
  try {
    position_ = repository_.Follow(
        position_,
        [&] {
          begin_change();
          index_.Reset();
        },
        [&](const IndexedRow& row) {
          begin_change();
          const FactsReading reading = ReadUnitFacts(row);
          index_.Upsert(reading.facts);
          if (!reading.problem.empty()) on_unreadable_(row.row.row_id, reading.problem);
        },
        [&](RowId row_id) {
          begin_change();
          index_.Remove(row_id);
        });
  } catch (...) {
    if (lock.owns_lock()) position_ = {};
    throw;
  }
  if (lock.owns_lock()) whole_ = true;
  return generation;
}

void KnowledgeCatalog::DropUnreadable(const IndexedUnit& unit, std::string_view problem) {
  {
    const std::scoped_lock lock(index_mutex_);
    index_.DropUnreadable(unit);
  }
  on_unreadable_(unit.row_id, problem);
}

}  // namespace cq::knowledge
