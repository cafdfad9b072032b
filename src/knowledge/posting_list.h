// The approved units of one domain, best first: an ordered list in chunks of sequential memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "knowledge/unit_facts.h"

namespace cq::knowledge {

// Position of a unit's record in the index.
using Slot = std::uint32_t;

// What ranking needs of a unit, so that reading a list touches no other memory.
struct Posting {
  double confidence = 0;
  UnitKey key;
  Slot slot = 0;
  std::uint32_t signature = 0;  // see signature.h
};

// Confidence, then id, both descending; the slot parts equal ones. A strict total order.
inline bool Before(const Posting& a, const Posting& b) {
  if (a.confidence != b.confidence) return a.confidence > b.confidence;
  if (a.key != b.key) return a.key > b.key;
  return a.slot < b.slot;
}

// Insert and Erase search in O(log n) and move at most one chunk. Not synchronised; a change
// invalidates cursors.
class PostingList {
 public:
  // Reads on from a position towards the end of the list.
  class Cursor {
   public:
    explicit Cursor(const PostingList& list);
    bool AtEnd() const { return current_ == nullptr; }
    const Posting& operator*() const { return *current_; }
    const Posting* operator->() const { return current_; }
    void Next();
    // Moves on to the first posting that is not before `target`.
    void SkipTo(const Posting& target);

   private:
    void EnterChunk(std::size_t chunk);

    const PostingList* list_;
    std::size_t chunk_ = 0;
    const Posting* current_ = nullptr;
    const Posting* chunk_end_ = nullptr;
  };

  void Insert(const Posting& posting);
  // `posting` as it was inserted.
  void Erase(const Posting& posting);
  bool empty() const { return chunks_.empty(); }
  // The greatest confidence under `confidence`.
  std::optional<double> ConfidenceUnder(double confidence) const;

 private:
  using Chunk = std::vector<Posting>;  // never empty

  // Index of the first chunk from `from` on whose last posting is not before `target`.
  std::size_t FindChunk(std::size_t from, const Posting& target) const;
  void SplitChunk(std::size_t index);

  std::vector<Chunk> chunks_;
};

}  // namespace cq::knowledge
