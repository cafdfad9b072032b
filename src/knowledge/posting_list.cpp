#include "knowledge/posting_list.h"

#include <algorithm>

namespace cq::knowledge {
namespace {

constexpr std::size_t kChunkCapacity = 256;

// Grows by a quarter: most of the index's memory is here.
void ReserveOneMore(std::vector<Posting>& chunk) {
  if (chunk.size() < chunk.capacity()) return;
  chunk.reserve(std::min(kChunkCapacity, chunk.size() + chunk.size() / 4 + 1));
}

}  // namespace

PostingList::Cursor::Cursor(const PostingList& list) : list_(&list) { EnterChunk(0); }

void PostingList::Cursor::EnterChunk(std::size_t chunk) {
  chunk_ = chunk;
  if (chunk >= list_->chunks_.size()) {
    current_ = nullptr;
    return;
  }
  const Chunk& entered = list_->chunks_[chunk];
  current_ = entered.data();
  chunk_end_ = current_ + entered.size();
}

void PostingList::Cursor::Next() {
  ++current_;
  if (current_ == chunk_end_) EnterChunk(chunk_ + 1);
}

void PostingList::Cursor::SkipTo(const Posting& target) {
  if (AtEnd() || !Before(*current_, target)) return;
  if (Before(*(chunk_end_ - 1), target)) {
    EnterChunk(list_->FindChunk(chunk_ + 1, target));
    if (AtEnd()) return;
  }
  // Lists that are read together advance in small steps: gallop, then halve.
  std::ptrdiff_t step = 1;
  const Posting* low = current_;
  while (step < chunk_end_ - low && Before(low[step], target)) {
    low += step;
    step *= 2;
  }
  current_ = std::lower_bound(low, std::min(low + step, chunk_end_), target, Before);
}

void PostingList::Insert(const Posting& posting) {
  if (chunks_.empty()) {
    chunks_.push_back({posting});
    return;
  }
  std::size_t index = std::min(FindChunk(0, posting), chunks_.size() - 1);
  if (chunks_[index].size() == kChunkCapacity) {
    SplitChunk(index);
    if (Before(chunks_[index].back(), posting)) ++index;
  }
  Chunk& chunk = chunks_[index];
  ReserveOneMore(chunk);
  chunk.insert(std::lower_bound(chunk.begin(), chunk.end(), posting, Before), posting);
}

void PostingList::SplitChunk(std::size_t index) {
  const Chunk& full = chunks_[index];
  const auto middle = full.begin() + static_cast<std::ptrdiff_t>(full.size() / 2);
  Chunk first(full.begin(), middle);
  Chunk second(middle, full.end());
  chunks_[index] = std::move(first);
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(second));
}

void PostingList::Erase(const Posting& posting) {
  const std::size_t index = FindChunk(0, posting);
  if (index == chunks_.size()) return;
  Chunk& chunk = chunks_[index];
  const auto found = std::lower_bound(chunk.begin(), chunk.end(), posting, Before);
  if (found->slot != posting.slot) return;
  chunk.erase(found);
  const auto at = chunks_.begin() + static_cast<std::ptrdiff_t>(index);
  if (chunk.empty()) {
    chunks_.erase(at);
  } else if (index + 1 < chunks_.size() &&
             chunk.size() + chunks_[index + 1].size() <= kChunkCapacity / 2) {
    chunk.insert(chunk.end(), chunks_[index + 1].begin(), chunks_[index + 1].end());
    chunks_.erase(at + 1);
  }
}

std::optional<double> PostingList::ConfidenceUnder(double confidence) const {
  const auto not_under = [confidence](const Posting& p) { return p.confidence >= confidence; };
  const auto chunk = std::partition_point(chunks_.begin(), chunks_.end(),
                                          [&](const Chunk& c) { return not_under(c.back()); });
  if (chunk == chunks_.end()) return std::nullopt;
  return std::partition_point(chunk->begin(), chunk->end(), not_under)->confidence;
}

std::size_t PostingList::FindChunk(std::size_t from, const Posting& target) const {
  const auto first = chunks_.begin() + static_cast<std::ptrdiff_t>(from);
  const auto found = std::partition_point(
      first, chunks_.end(), [&target](const Chunk& chunk) { return Before(chunk.back(), target); });
  return static_cast<std::size_t>(found - chunks_.begin());
}

}  // namespace cq::knowledge
