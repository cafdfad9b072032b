#include "knowledge/relevance.h"

#include <algorithm>

namespace cq::knowledge {
namespace {

constexpr double kDomainWeight = 0.55;
constexpr double kLanguageWeight = 0.15;
constexpr double kFrameworkWeight = 0.15;
constexpr double kPatternWeight = 0.15;

double Score(bool matches) { return matches ? 1.0 : 0.0; }

}  // namespace

double Jaccard(std::size_t common, std::size_t unit_size, std::size_t query_size) {
  return static_cast<double>(common) / static_cast<double>(unit_size + query_size - common);
}

double Relevance(double domain_score, ContextMatch context) {
  const double score = kDomainWeight * domain_score + kLanguageWeight * Score(context.language) +
                       kFrameworkWeight * Score(context.framework) +
                       kPatternWeight * Score(context.pattern);
  return std::clamp(score, 0.0, 1.0);
}

}  // namespace cq::knowledge
