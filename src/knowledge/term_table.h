// Short numbers for repeated strings (tags, patterns, states), so that facts and comparisons are
// small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cq::knowledge {

using TermId = std::uint32_t;

// Strings live while they are referenced, so the table is bounded by what its user holds.
// Not synchronised.
class TermTable {
 public:
  // The number of `text`, with one more reference.
  TermId Acquire(std::string_view text);
  // Gives one reference back; the number of a string without any may be used again.
  void Release(TermId id);

  std::optional<TermId> Find(std::string_view text) const;
  const std::string& Text(TermId id) const { return entries_[id].text; }
  std::size_t size() const { return ids_.size(); }

 private:
  struct Entry {
    std::string text;
    std::uint32_t references = 0;
  };

  std::deque<Entry> entries_;  // keeps the strings where `ids_` points to
  std::vector<TermId> free_;
  std::unordered_map<std::string_view, TermId> ids_;
};

}  // namespace cq::knowledge
