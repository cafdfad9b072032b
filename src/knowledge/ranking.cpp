#include "knowledge/ranking.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "knowledge/relevance.h"
#include "knowledge/signature.h"

namespace cq::knowledge {
namespace {

// `asked` is sorted.
std::size_t CountCommon(const std::vector<TermId>& asked, std::span<const TermId> held) {
  return static_cast<std::size_t>(std::count_if(held.begin(), held.end(), [&asked](TermId id) {
    return std::binary_search(asked.begin(), asked.end(), id);
  }));
}

// Scores single units and bounds the scores of unseen ones.
class Scorer {
 public:
  Scorer(const ResolvedQuery& query, std::span<const UnitRecord> records)
      : query_(query), records_(records) {
    for (const TermId id : query.languages) languages_ |= LanguageBit(id);
    for (const TermId id : query.frameworks) frameworks_ |= FrameworkBit(id);
    if (query.pattern) pattern_ = PatternBit(*query.pattern);
  }

  // Nothing of this size with so many of the query's domains is more relevant.
  double BestRelevance(std::size_t matched, std::size_t domain_count) const {
    const double domains = domain_count == kOwnDomainsGroup
                               ? 1.0
                               : Jaccard(matched, domain_count, query_.domain_count);
    return Relevance(domains, {languages_ != 0, frameworks_ != 0, pattern_ != 0});
  }

  void Offer(const Posting& posting, std::size_t matched, std::size_t domain_count,
             TopUnits& best) const {
    const ContextMatch possible = {(posting.signature & languages_) != 0,
                                   (posting.signature & frameworks_) != 0,
                                   (posting.signature & pattern_) != 0};
    const bool own_domains = domain_count == kOwnDomainsGroup;
    const double domains = own_domains ? 1.0 : Jaccard(matched, domain_count, query_.domain_count);
    const double bound = Relevance(domains, possible) * posting.confidence;
    if (!best.Accepts(bound, posting.key)) return;
    if (!own_domains && !possible.language && !possible.framework && !possible.pattern) {
      best.Add({bound, posting.key, posting.slot});
      return;
    }
    best.Add({Exact(posting, domains), posting.key, posting.slot});
  }

 private:
  double Exact(const Posting& posting, double domains) const {
    const UnitRecord& record = records_[posting.slot];
    if (record.own_domains) {
      const std::span<const TermId> own = record.DocumentDomains();
      domains = Jaccard(CountCommon(query_.domains, own), own.size(), query_.domain_count);
    }
    const ContextMatch context = {CountCommon(query_.languages, record.Languages()) > 0,
                                  CountCommon(query_.frameworks, record.Frameworks()) > 0,
                                  query_.pattern && *query_.pattern == record.pattern};
    return Relevance(domains, context) * posting.confidence;
  }

  const ResolvedQuery& query_;
  std::span<const UnitRecord> records_;
  std::uint32_t languages_ = 0;
  std::uint32_t frameworks_ = 0;
  std::uint32_t pattern_ = 0;
};

// Merges the lists of the units that have the same number of domains. A unit with m of the query's
// domains stands in m lists at the same place of the common order, so merging them counts m.
class GroupScan {
 public:
  GroupScan(const Scorer& scorer, std::size_t domain_count,
            const std::vector<const PostingList*>& lists)
      : scorer_(&scorer), domain_count_(domain_count), lists_(lists) {
    for (const PostingList* list : lists) cursors_.emplace_back(*list);
    std::sort(cursors_.begin(), cursors_.end(), Earlier);
    const std::size_t most =
        domain_count == kOwnDomainsGroup ? 1 : std::min(domain_count, lists.size());
    for (std::size_t matched = 1; matched <= most; ++matched) {
      best_relevance_.push_back(scorer.BestRelevance(matched, domain_count));
    }
  }

  // No unit that is left scores more; negative when none is left.
  double Bound() const {
    double bound = -1.0;
    for (std::size_t i = 0; i < std::min(best_relevance_.size(), cursors_.size()); ++i) {
      bound = std::max(bound, best_relevance_[i] * cursors_[i]->confidence);
    }
    return bound;
  }

  // Offers the next unit that may be accepted, or finds that there is none.
  void Step(TopUnits& best) {
    if (!SkipToCandidate(best)) {
      cursors_.clear();
      return;
    }
    const Posting unit = *cursors_.front();
    std::size_t matched = 1;
    while (matched < cursors_.size() && cursors_[matched]->slot == unit.slot) ++matched;
    scorer_->Offer(unit, matched, domain_count_, best);
    for (std::size_t i = 0; i < matched; ++i) cursors_[i].Next();
    Reorder(matched);
  }

 private:
  using Cursor = PostingList::Cursor;

  static bool Earlier(const Cursor& a, const Cursor& b) { return Before(*a, *b); }

  // A unit before the i-th cursor stands in fewer than i lists. So when fewer than i matches cannot
  // be accepted any more, everything before the i-th cursor is skipped.
  bool SkipToCandidate(const TopUnits& best) {
    for (;;) {
      const std::optional<std::size_t> pivot = FindPivot(best);
      if (!pivot) return false;
      const Posting target = *cursors_[*pivot];
      std::size_t moved = 0;
      while (moved < *pivot && Before(*cursors_[moved], target)) cursors_[moved++].SkipTo(target);
      if (moved == 0) return true;
      Reorder(moved);
    }
  }

  // The fewest matches, less one, with which a unit may still be accepted.
  std::optional<std::size_t> FindPivot(const TopUnits& best) {
    for (std::size_t i = 0; i < std::min(best_relevance_.size(), cursors_.size()); ++i) {
      if (MayAccept(i, best)) return i;
    }
    return std::nullopt;
  }

  bool MayAccept(std::size_t i, const TopUnits& best) {
    const Posting& front = *cursors_[i];
    const double bound = best_relevance_[i] * front.confidence;
    if (best.Accepts(bound, front.key)) return true;
    if (bound < best.Worst().score) return false;
    // A tie that the id loses, as do all units of this confidence; but a lower confidence may be
    // rounded to the same score and have a higher id.
    if (best_relevance_[i] * std::nextafter(front.confidence, 0.0) < bound) return false;
    return best_relevance_[i] * ConfidenceUnder(front.confidence) == bound;
  }

  // The greatest confidence of the group under `confidence`, or a negative number.
  double ConfidenceUnder(double confidence) {
    if (confidence == asked_confidence_) return confidence_under_;
    asked_confidence_ = confidence;
    confidence_under_ = -1.0;
    for (const PostingList* list : lists_) {
      confidence_under_ =
          std::max(confidence_under_, list->ConfidenceUnder(confidence).value_or(-1));
    }
    return confidence_under_;
  }

  // Sorts in again the first `moved` cursors; those that came to their end go.
  void Reorder(std::size_t moved) {
    for (std::size_t i = moved; i > 0; --i) {
      const auto cursor = cursors_.begin() + static_cast<std::ptrdiff_t>(i - 1);
      if (cursor->AtEnd()) {
        cursors_.erase(cursor);
        continue;
      }
      const auto place = std::lower_bound(cursor + 1, cursors_.end(), *cursor, Earlier);
      std::rotate(cursor, cursor + 1, place);
    }
  }

  const Scorer* scorer_;
  std::size_t domain_count_;
  std::vector<const PostingList*> lists_;
  std::vector<Cursor> cursors_;         // in list order of where they stand
  std::vector<double> best_relevance_;  // by matches - 1
  double asked_confidence_ = -1.0;      // ConfidenceUnder's last question and answer
  double confidence_under_ = -1.0;
};

std::vector<GroupScan> MakeScans(const ResolvedQuery& query, const Scorer& scorer) {
  std::map<std::size_t, std::vector<const PostingList*>> lists;
  for (const DomainPostings* postings : query.postings) {
    for (const PostingGroup& group : *postings) {
      lists[group.domain_count].push_back(&group.units);
    }
  }
  std::vector<GroupScan> scans;
  scans.reserve(lists.size());
  for (const auto& [domain_count, group] : lists) scans.emplace_back(scorer, domain_count, group);
  return scans;
}

}  // namespace

std::vector<ScoredUnit> FindBest(const ResolvedQuery& query, std::span<const UnitRecord> records) {
  TopUnits best(query.limit);
  if (query.limit == 0) return {};
  const Scorer scorer(query, records);
  std::vector<GroupScan> scans = MakeScans(query, scorer);
  for (;;) {
    // The scan with the highest bound goes on until another one's is higher.
    GroupScan* leader = nullptr;
    double bound = -1.0;
    double runner_up = -1.0;
    for (GroupScan& scan : scans) {
      const double candidate = scan.Bound();
      if (candidate > bound) {
        runner_up = bound;
        bound = candidate;
        leader = &scan;
      } else {
        runner_up = std::max(runner_up, candidate);
      }
    }
    if (leader == nullptr) return std::move(best).Take();
    do {
      leader->Step(best);
      bound = leader->Bound();
    } while (bound >= 0 && bound >= runner_up);
  }
}

}  // namespace cq::knowledge
