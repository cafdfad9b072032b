// A unit as the search index keeps it: the facts with interned strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

#include "knowledge/row_time.h"
#include "knowledge/term_table.h"
#include "knowledge/unit_facts.h"

namespace cq::knowledge {

inline constexpr TermId kNoTerm = std::numeric_limits<TermId>::max();

// Tells apart the states of a row over the life of the process; never used twice.
using Stamp = std::uint64_t;

struct UnitRecord {
  RowId row_id = 0;
  Stamp stamp = 0;  // 0: the slot is free
  UnitKey key;
  double confidence = 0;
  RowTime created;
  RowTime reviewed;
  // Row domains, then document domains when they differ, languages, frameworks.
  std::unique_ptr<TermId[]> terms;
  TermId status = kNoTerm;
  TermId tier = kNoTerm;
  TermId pattern = kNoTerm;
  TermId author = kNoTerm;
  std::uint32_t domain_count = 0;
  std::uint16_t own_domain_count = 0;  // of the document's own set, when it is not that of the rows
  std::uint16_t language_count = 0;
  std::uint16_t framework_count = 0;
  std::uint8_t knowledge_bucket = 0;  // of the two confidence distributions
  std::uint8_t review_bucket = 0;
  bool ranked = false;  // has ranking facts
  bool own_domains = false;

  // Sorted.
  std::span<const TermId> RowDomains() const { return {terms.get(), domain_count}; }
  std::span<const TermId> DocumentDomains() const {
    return own_domains ? std::span<const TermId>(terms.get() + domain_count, own_domain_count)
                       : RowDomains();
  }
  std::span<const TermId> Languages() const {
    return {terms.get() + domain_count + own_domain_count, language_count};
  }
  std::span<const TermId> Frameworks() const {
    return {terms.get() + domain_count + own_domain_count + language_count, framework_count};
  }
  std::span<const TermId> AllTerms() const {
    return {terms.get(),
            std::size_t{domain_count} + own_domain_count + language_count + framework_count};
  }
};

}  // namespace cq::knowledge
