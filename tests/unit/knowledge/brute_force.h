// What the reference does, unit by unit: scores everything, sorts everything.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "knowledge/search_index.h"
#include "knowledge/unit_facts.h"

namespace cq::knowledge {

inline bool AnyOf(const std::vector<std::string>& wanted, const std::vector<std::string>& held) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& item) {
    return std::find(held.begin(), held.end(), item) != held.end();
  });
}

inline double BruteForceScore(const RankingFacts& unit, const IndexQuery& query) {
  const std::set<std::string> own(unit.domains.begin(), unit.domains.end());
  const std::set<std::string> asked(query.domains.begin(), query.domains.end());
  std::set<std::string> all = own;
  all.insert(asked.begin(), asked.end());
  const std::size_t common = own.size() + asked.size() - all.size();
  const double domains = static_cast<double>(common) / static_cast<double>(all.size());
  const double language = AnyOf(query.languages, unit.languages) ? 1.0 : 0.0;
  const double framework = AnyOf(query.frameworks, unit.frameworks) ? 1.0 : 0.0;
  const double pattern = !query.pattern.empty() && query.pattern == unit.pattern ? 1.0 : 0.0;
  double score = 0.55 * domains;
  score += 0.15 * language;
  score += 0.15 * framework;
  score += 0.15 * pattern;
  return std::min(std::max(score, 0.0), 1.0) * unit.confidence;
}

inline std::vector<RowId> BruteForceQuery(const std::vector<UnitFacts>& units,
                                          const IndexQuery& query) {
  struct Scored {
    double score;
    UnitKey key;
    RowId row_id;
  };
  std::vector<Scored> scored;
  for (const UnitFacts& unit : units) {
    if (unit.status != "approved" || !unit.ranking || !AnyOf(query.domains, unit.domains)) continue;
    scored.push_back({BruteForceScore(*unit.ranking, query), unit.ranking->key, unit.row_id});
  }
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.key > b.key;
  });
  if (scored.size() > query.limit) scored.resize(query.limit);
  std::vector<RowId> rows;
  for (const Scored& unit : scored) rows.push_back(unit.row_id);
  return rows;
}

}  // namespace cq::knowledge
