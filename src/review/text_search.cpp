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

bool IsEscapedInJson(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Whether a document may spell a character that needs no escape in another way than as itself.
bool MayEscapeAnything(std::string_view document) {
  return document.find("\\u") != std::string_view::npos ||
         document.find("\\/") != std::string_view::npos;
}

bool HoldsAll(const std::string& text, const std::vector<std::string>& words) {
  return std::ranges::all_of(
      words, [&text](const std::string& word) { return text.find(word) != std::string::npos; });
}

}  // namespace

TextSearch::TextSearch(std::string_view text) {
  for (const std::string_view word : SplitWhitespace(text)) {
    words_.push_back(ToSimpleLower(word));
    if (std::ranges::none_of(word, IsEscapedInJson)) literal_words_.push_back(words_.back());
  }
}

bool TextSearch::MayMatch(std::string_view document) const {
  return MayEscapeAnything(document) || HoldsAll(ToSimpleLower(document), literal_words_);
}

bool TextSearch::Matches(const knowledge::KnowledgeUnit& unit) const {
  return HoldsAll(SearchedText(unit), words_);
}

}  // namespace cq::review
