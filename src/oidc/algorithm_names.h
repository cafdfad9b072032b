// The names of several algorithms as one text.
#pragma once

#include <string>

#include "jose/algorithm.h"

namespace cq::oidc {

// "RS256, ES256"
std::string NamesOf(const jose::AlgorithmSet& algorithms);

}  // namespace cq::oidc
