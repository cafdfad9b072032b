// The search index over the database's units, kept caught up with it, and their rendered texts.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <type_traits>

#include "core/change_signal.h"
#include "knowledge/knowledge_repository.h"
#include "knowledge/rendered_cache.h"
#include "knowledge/search_index.h"

namespace cq::knowledge {

// Told once of each state of a document that does not read. Must not call the catalog.
using UnreadableObserver = std::function<void(RowId row_id, std::string_view problem)>;

// Thread-safe. The repository and the signal have to outlive it.
class KnowledgeCatalog {
 public:
  KnowledgeCatalog(KnowledgeRepository& repository, ChangeSignal& changes,
                   std::size_t rendered_bytes, UnreadableObserver on_unreadable);

  // Whether the index has every commit there is. Neither blocks nor reads the database.
  bool IsCurrent();

  // Brings the index up to every commit made before the call; the first time that loads everything,
  // so call it in the background at start-up. One thread does the work, others wait for it. Throws
  // storage failures.
  void CatchUp();

  // What `read` makes of the index, or nullopt when that would have to wait or may be outdated.
  template <typename Read>
  auto TryRead(const Read& read) -> std::optional<std::invoke_result_t<Read, const SearchIndex&>> {
    const std::shared_lock lock(index_mutex_, std::try_to_lock);
    if (!lock.owns_lock() || !IsCurrent()) return std::nullopt;
    return read(index_);
  }

  // What `read` makes of the index with every commit made before the call.
  template <typename Read>
  auto CatchUpAndRead(const Read& read) -> std::invoke_result_t<Read, const SearchIndex&> {
    for (;;) {
      CatchUp();
      const std::shared_lock lock(index_mutex_);
      if (whole_) return read(index_);
    }
  }

  // Leaves the unit out of queries while it stays in this state.
  void DropUnreadable(const IndexedUnit& unit, std::string_view problem);

  RenderedCache& rendered() { return rendered_; }

 private:
  // The generation up to which the index has everything.
  std::uint64_t Follow();
  bool Covers(std::uint64_t generation) const;

  KnowledgeRepository& repository_;
  ChangeSignal& changes_;
  UnreadableObserver on_unreadable_;
  RenderedCache rendered_;

  std::mutex follow_mutex_;
  std::condition_variable followed_;
  bool following_ = false;  // guarded by follow_mutex_
  FeedPosition position_;   // belongs to the thread that set following_

  // The generation of the last completed Follow(), plus one; 0 before and while the index changes.
  std::atomic<std::uint64_t> caught_up_{0};

  std::shared_mutex index_mutex_;
  SearchIndex index_;   // guarded by index_mutex_
  bool whole_ = false;  // likewise: false while loading failed half-way or has not begun
};

}  // namespace cq::knowledge
