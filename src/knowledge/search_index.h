// All units in memory, as far as queries, review lists and statistics need them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge/knowledge_repository.h"
#include "knowledge/posting_list.h"
#include "knowledge/ranking.h"
#include "knowledge/row_slots.h"
#include "knowledge/term_table.h"
#include "knowledge/unit_facts.h"
#include "knowledge/unit_record.h"
#include "knowledge/unit_totals.h"

namespace cq::knowledge {

struct IndexQuery {
  std::vector<std::string> domains;  // normalised and distinct
  std::vector<std::string> languages;
  std::vector<std::string> frameworks;
  std::string pattern;  // lower-cased
  std::size_t limit = 0;
};

// A row in the state in which the index knows it.
struct IndexedUnit {
  RowId row_id = 0;
  Stamp stamp = 0;
};

// How equally old units of one domain are ordered.
enum class DomainTies { kByUnitId, kByRow };

// Rows whose document reads, by what a review list is filtered by.
struct IndexFilter {
  std::optional<std::string> domain = std::nullopt;  // normalised
  std::optional<std::string> status = std::nullopt;
  std::optional<double> confidence_min = std::nullopt;
  std::optional<double> confidence_max = std::nullopt;  // exclusive, but for 1.0 and above
  std::optional<std::string> author = std::nullopt;
  DomainTies domain_ties = DomainTies::kByUnitId;
  std::size_t limit = 0;
};

// Externally synchronised: const members may run in parallel with each other only. No I/O.
class SearchIndex {
 public:
  // Takes in a row, or its new state.
  void Upsert(const UnitFacts& facts);
  void Remove(RowId row_id);
  // Forgets everything but the stamps that were used.
  void Reset();

  // The best approved units, best first: score, then id, both descending.
  std::vector<IndexedUnit> Query(const IndexQuery& query) const;
  // Newest first by the text of created_at; ties by row, but see DomainTies.
  std::vector<RowId> Filter(const IndexFilter& filter) const;
  // The row, unless its document turned out not to read: then queries leave it out.
  void DropUnreadable(const IndexedUnit& unit);

  const UnitTotals& totals() const { return totals_; }
  const TermTable& terms() const { return terms_; }
  // Changes with every change of the content.
  std::uint64_t version() const { return version_; }

 private:
  UnitRecord MakeRecord(const UnitFacts& facts);
  void SetRankingFacts(const RankingFacts& facts, UnitRecord& record, std::vector<TermId>& terms);
  std::vector<TermId> AcquireSet(const std::vector<std::string>& texts);
  void ReleaseTerms(UnitRecord& record);
  bool IsRanked(const UnitRecord& record) const;
  void AddPostings(Slot slot);
  void RemovePostings(Slot slot);
  void Forget(Slot slot);
  ResolvedQuery Resolve(const IndexQuery& query) const;

  TermTable terms_;
  std::vector<UnitRecord> records_;  // by slot
  std::vector<Slot> free_slots_;
  RowSlots slots_;
  std::unordered_map<TermId, DomainPostings> postings_;  // of approved units
  UnitTotals totals_;
  Stamp last_stamp_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace cq::knowledge
