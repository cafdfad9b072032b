// Finds the best units for a query in the domains' posting lists, exactly, reading as few postings
// as the bounds allow.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "knowledge/posting_list.h"
#include "knowledge/term_table.h"
#include "knowledge/top_units.h"
#include "knowledge/unit_record.h"

namespace cq::knowledge {

// Units whose document domains are not those of its rows are grouped apart: the lists tell nothing
// of their domain score.
inline constexpr std::size_t kOwnDomainsGroup = 0;

// The approved units of a domain that have `domain_count` domains each.
struct PostingGroup {
  std::size_t domain_count = kOwnDomainsGroup;
  PostingList units;
};

// A domain's groups, by ascending domain count.
using DomainPostings = std::vector<PostingGroup>;

// A query in terms of the index; what the index does not know is left out. The terms are sorted.
struct ResolvedQuery {
  std::vector<TermId> domains;
  std::vector<const DomainPostings*> postings;
  std::size_t domain_count = 0;  // distinct domains asked for, unknown ones too
  std::vector<TermId> languages;
  std::vector<TermId> frameworks;
  std::optional<TermId> pattern;
  std::size_t limit = 0;
};

// `records` by slot.
std::vector<ScoredUnit> FindBest(const ResolvedQuery& query, std::span<const UnitRecord> records);

}  // namespace cq::knowledge
