// How well a unit fits a query: the reference's weights, in the reference's order of operations.
#pragma once

#include <cstddef>

namespace cq::knowledge {

struct ContextMatch {
  bool language = false;
  bool framework = false;
  bool pattern = false;
};

// |A ∩ B| / |A ∪ B| of two sets of which at least one is not empty.
double Jaccard(std::size_t common, std::size_t unit_size, std::size_t query_size);

// 0.0 to 1.0; grows with every argument.
double Relevance(double domain_score, ContextMatch context);

}  // namespace cq::knowledge
