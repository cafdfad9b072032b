#include "review/text_search.h"

#include <algorithm>

#include "core/text.h"

namespace cq::review {
namespace {

// Keeps a word from matching across the border of two fields; no word contains it.
constexpr char kBorder = '\n';

std::string SearchedText(const knowledge::KnowledgeUnit& unit) {
  std::string text;
  const auto append = [&text](const std::string& field) {
    text += field;
    text += kBorder;
  };
  append(unit.insight.summary);
  append(unit.insight.detail);
  append(unit.insight.action);
  append(unit.context.pattern);
  append(unit.id);
  for (const auto* tags : {&unit.domains, &unit.context.languages, &unit.context.frameworks}) {
    std::ranges::for_each(*tags, append);
  }
  return ToSimpleLower(text);
}

}  // namespace

TextSearch::TextSearch(std::string_view text) {
  for (const std::string_view word : SplitWhitespace(text)) {
    words_.push_back(ToSimpleLower(word));
  }
}

bool TextSearch::Matches(const knowledge::KnowledgeUnit& unit) const {
  const std::string text = SearchedText(unit);
  return std::ranges::all_of(
      words_, [&text](const std::string& word) { return text.find(word) != std::string::npos; });
}

}  // namespace cq::review
