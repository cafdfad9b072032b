#include "oidc/algorithm_names.h"

#include <cstddef>

namespace cq::oidc {

std::string NamesOf(const jose::AlgorithmSet& algorithms) {
  std::string names;
  for (std::size_t i = 0; i < jose::kAlgorithmCount; ++i) {
    const auto algorithm = static_cast<jose::Algorithm>(i);
    if (!algorithms.Contains(algorithm)) continue;
    if (!names.empty()) names += ", ";
    names += jose::AlgorithmName(algorithm);
  }
  return names;
}

}  // namespace cq::oidc
