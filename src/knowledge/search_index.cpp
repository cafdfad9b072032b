#include "knowledge/search_index.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "knowledge/signature.h"

namespace cq::knowledge {
namespace {

void SortDistinct(std::vector<TermId>& terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
}

std::vector<TermId> FindTerms(const TermTable& table, const std::vector<std::string>& texts) {
  std::vector<TermId> terms;
  for (const std::string& text : texts) {
    if (const std::optional<TermId> term = table.Find(text)) terms.push_back(*term);
  }
  SortDistinct(terms);
  return terms;
}

Posting MakePosting(const UnitRecord& record, Slot slot) {
  Posting posting{record.confidence, record.key, slot, 0};
  for (const TermId id : record.Languages()) posting.signature |= LanguageBit(id);
  for (const TermId id : record.Frameworks()) posting.signature |= FrameworkBit(id);
  if (record.pattern != kNoTerm) posting.signature |= PatternBit(record.pattern);
  return posting;
}

std::size_t GroupOf(const UnitRecord& record) {
  return record.own_domains ? kOwnDomainsGroup : record.domain_count;
}

auto FindGroup(DomainPostings& postings, std::size_t domain_count) {
  return std::lower_bound(
      postings.begin(), postings.end(), domain_count,
      [](const PostingGroup& group, std::size_t count) { return group.domain_count < count; });
}

bool InRange(double confidence, const IndexFilter& filter) {
  if (filter.confidence_min && confidence < *filter.confidence_min) return false;
  if (!filter.confidence_max) return true;
  const double max = *filter.confidence_max;
  return !(confidence > max || (confidence >= max && max < 1.0));
}

}  // namespace

void SearchIndex::Upsert(const UnitFacts& facts) {
  ++version_;
  const std::optional<Slot> known = slots_.Find(facts.row_id);
  // Acquired before the old record gives its terms back, so that common ones stay.
  UnitRecord record = MakeRecord(facts);
  Slot slot = 0;
  if (known) {
    slot = *known;
    Forget(slot);
  } else if (!free_slots_.empty()) {
    slot = free_slots_.back();
    free_slots_.pop_back();
  } else {
    slot = static_cast<Slot>(records_.size());
    records_.emplace_back();
  }
  if (!known) slots_.Set(facts.row_id, slot);
  records_[slot] = std::move(record);
  totals_.Add(records_[slot], terms_);
  AddPostings(slot);
}

void SearchIndex::Remove(RowId row_id) {
  const std::optional<Slot> slot = slots_.Find(row_id);
  if (!slot) return;
  ++version_;
  Forget(*slot);
  slots_.Erase(row_id);
  free_slots_.push_back(*slot);
}

void SearchIndex::Reset() {
  SearchIndex empty;
  empty.last_stamp_ = last_stamp_;
  empty.version_ = version_ + 1;
  *this = std::move(empty);
}

void SearchIndex::DropUnreadable(const IndexedUnit& unit) {
  const std::optional<Slot> slot = slots_.Find(unit.row_id);
  if (!slot || records_[*slot].stamp != unit.stamp) return;
  ++version_;
  RemovePostings(*slot);
  records_[*slot].ranked = false;
}

std::vector<IndexedUnit> SearchIndex::Query(const IndexQuery& query) const {
  std::vector<IndexedUnit> units;
  for (const ScoredUnit& unit : FindBest(Resolve(query), records_)) {
    const UnitRecord& record = records_[unit.slot];
    units.push_back({record.row_id, record.stamp});
  }
  return units;
}

std::vector<RowId> SearchIndex::Filter(const IndexFilter& filter) const {
  const std::optional<TermId> status = filter.status ? terms_.Find(*filter.status) : std::nullopt;
  const std::optional<TermId> domain = filter.domain ? terms_.Find(*filter.domain) : std::nullopt;
  const std::optional<TermId> author = filter.author ? terms_.Find(*filter.author) : std::nullopt;
  if ((filter.status && !status) || (filter.domain && !domain) || (filter.author && !author)) {
    return {};
  }
  std::vector<const UnitRecord*> found;
  for (const UnitRecord& record : records_) {
    if (!record.ranked || !InRange(record.confidence, filter)) continue;
    if (status && record.status != *status) continue;
    if (author && record.author != *author) continue;
    const std::span<const TermId> domains = record.RowDomains();
    if (domain && !std::binary_search(domains.begin(), domains.end(), *domain)) continue;
    found.push_back(&record);
  }
  const bool by_unit_id = domain && filter.domain_ties == DomainTies::kByUnitId;
  const auto earlier = [&](const UnitRecord* a, const UnitRecord* b) {
    if (a->created != b->created) return RowTime::Less(b->created, a->created, terms_);
    if (by_unit_id && a->key != b->key) return a->key < b->key;
    return a->row_id < b->row_id;
  };
  const std::size_t count = std::min(filter.limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
                    earlier);
  std::vector<RowId> rows;
  rows.reserve(count);
  for (std::size_t i = 0; i < count; ++i) rows.push_back(found[i]->row_id);
  return rows;
}

UnitRecord SearchIndex::MakeRecord(const UnitFacts& facts) {
  UnitRecord record;
  record.row_id = facts.row_id;
  record.stamp = ++last_stamp_;
  record.created = RowTime::Acquire(facts.created_at, terms_);
  if (facts.reviewed_at) record.reviewed = RowTime::Acquire(*facts.reviewed_at, terms_);
  record.status = terms_.Acquire(facts.status);
  record.tier = terms_.Acquire(facts.tier);
  record.knowledge_bucket = KnowledgeBucket(facts.counted_confidence);
  record.review_bucket = ReviewBucket(facts.counted_confidence);
  std::vector<TermId> terms = AcquireSet(facts.domains);
  record.domain_count = static_cast<std::uint32_t>(terms.size());
  if (facts.ranking) SetRankingFacts(*facts.ranking, record, terms);
  record.terms = std::make_unique<TermId[]>(terms.size());
  std::copy(terms.begin(), terms.end(), record.terms.get());
  return record;
}

// `terms` holds the row domains and is continued.
void SearchIndex::SetRankingFacts(const RankingFacts& facts, UnitRecord& record,
                                  std::vector<TermId>& terms) {
  const auto append = [&terms](const std::vector<TermId>& more) {
    terms.insert(terms.end(), more.begin(), more.end());
    return static_cast<std::uint16_t>(more.size());
  };
  record.ranked = true;
  record.key = facts.key;
  record.confidence = facts.confidence;
  const std::vector<TermId> own = AcquireSet(facts.domains);
  if (own != terms) {
    record.own_domains = true;
    record.own_domain_count = append(own);
  } else {
    for (const TermId id : own) terms_.Release(id);
  }
  record.language_count = append(AcquireSet(facts.languages));
  record.framework_count = append(AcquireSet(facts.frameworks));
  if (!facts.pattern.empty()) record.pattern = terms_.Acquire(facts.pattern);
  if (!facts.author.empty()) record.author = terms_.Acquire(facts.author);
}

std::vector<TermId> SearchIndex::AcquireSet(const std::vector<std::string>& texts) {
  std::vector<TermId> acquired;
  acquired.reserve(texts.size());
  for (const std::string& text : texts) {
    const TermId id = terms_.Acquire(text);
    if (std::find(acquired.begin(), acquired.end(), id) == acquired.end()) {
      acquired.push_back(id);
    } else {
      terms_.Release(id);
    }
  }
  std::sort(acquired.begin(), acquired.end());
  return acquired;
}

void SearchIndex::ReleaseTerms(UnitRecord& record) {
  for (const TermId id : record.AllTerms()) terms_.Release(id);
  terms_.Release(record.status);
  terms_.Release(record.tier);
  if (record.pattern != kNoTerm) terms_.Release(record.pattern);
  if (record.author != kNoTerm) terms_.Release(record.author);
  record.created.Release(terms_);
  record.reviewed.Release(terms_);
}

bool SearchIndex::IsRanked(const UnitRecord& record) const {
  return record.ranked && terms_.Text(record.status) == StatusText(ReviewStatus::kApproved);
}

void SearchIndex::AddPostings(Slot slot) {
  const UnitRecord& record = records_[slot];
  if (!IsRanked(record)) return;
  const Posting posting = MakePosting(record, slot);
  const std::size_t domain_count = GroupOf(record);
  for (const TermId domain : record.RowDomains()) {
    DomainPostings& postings = postings_[domain];
    auto group = FindGroup(postings, domain_count);
    if (group == postings.end() || group->domain_count != domain_count) {
      group = postings.insert(group, PostingGroup{domain_count, {}});
    }
    group->units.Insert(posting);
  }
}

void SearchIndex::RemovePostings(Slot slot) {
  const UnitRecord& record = records_[slot];
  if (!IsRanked(record)) return;
  const Posting posting = MakePosting(record, slot);
  for (const TermId domain : record.RowDomains()) {
    const auto postings = postings_.find(domain);
    const auto group = FindGroup(postings->second, GroupOf(record));
    group->units.Erase(posting);
    if (group->units.empty()) postings->second.erase(group);
    if (postings->second.empty()) postings_.erase(postings);
  }
}

void SearchIndex::Forget(Slot slot) {
  RemovePostings(slot);
  totals_.Remove(records_[slot], terms_);
  ReleaseTerms(records_[slot]);
  records_[slot] = UnitRecord();
}

ResolvedQuery SearchIndex::Resolve(const IndexQuery& query) const {
  ResolvedQuery resolved;
  resolved.domains = FindTerms(terms_, query.domains);
  for (const TermId domain : resolved.domains) {
    const auto found = postings_.find(domain);
    if (found != postings_.end()) resolved.postings.push_back(&found->second);
  }
  resolved.domain_count = query.domains.size();
  resolved.languages = FindTerms(terms_, query.languages);
  resolved.frameworks = FindTerms(terms_, query.frameworks);
  if (!query.pattern.empty()) resolved.pattern = terms_.Find(query.pattern);
  resolved.limit = query.limit;
  return resolved;
}

}  // namespace cq::knowledge
