// New ids of knowledge units.
#pragma once

#include <string>

#include "core/random.h"

namespace cq::knowledge {

// "ku_" and the 32 hex digits of a random UUID (RFC 9562, version 4).
std::string MakeUnitId(RandomSource& random);

}  // namespace cq::knowledge
