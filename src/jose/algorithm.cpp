#include "jose/algorithm.h"

#include <algorithm>
#include <array>

namespace cq::jose {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, kAlgorithmCount> kNames = {
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"};

}  // namespace

std::optional<Algorithm> ParseAlgorithm(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Algorithm>(found - kNames.begin());
}

std::string_view AlgorithmName(Algorithm algorithm) {
  return kNames[static_cast<std::size_t>(algorithm)];
}

}  // namespace cq::jose
