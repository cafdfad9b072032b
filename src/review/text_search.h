// Whether a unit holds the words that a reviewer types.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge_unit.h"

namespace cq::review {

inline constexpr std::size_t kSearchTextMaxLength = 200;  // in code points

class TextSearch {
 public:
  // The words of `text` are what white space separates.
  explicit TextSearch(std::string_view text);

  // False only when the unit of this stored document cannot match. Several times quicker than
  // reading the document.
  bool MayMatch(std::string_view document) const;

  // Whether each word, whatever its case, is part of the unit's insight, tags, pattern or id.
  bool Matches(const knowledge::KnowledgeUnit& unit) const;

 private:
  std::vector<std::string> words_;          // lower-cased
  std::vector<std::string> literal_words_;  // those that JSON spells as they are
};

}  // namespace cq::review
