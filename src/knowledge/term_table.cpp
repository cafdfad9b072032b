#include "knowledge/term_table.h"

namespace cq::knowledge {

TermId TermTable::Acquire(std::string_view text) {
  const auto found = ids_.find(text);
  if (found != ids_.end()) {
    ++entries_[found->second].references;
    return found->second;
  }
  TermId id = 0;
  if (free_.empty()) {
    id = static_cast<TermId>(entries_.size());
    entries_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Entry& entry = entries_[id];
  entry.text = text;
  entry.references = 1;
  ids_.emplace(entry.text, id);
  return id;
}

void TermTable::Release(TermId id) {
  Entry& entry = entries_[id];
  if (--entry.references > 0) return;
  ids_.erase(entry.text);
  entry.text = std::string();
  free_.push_back(id);
}

std::optional<TermId> TermTable::Find(std::string_view text) const {
  const auto found = ids_.find(text);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

}  // namespace cq::knowledge
