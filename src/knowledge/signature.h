// A few bits that tell cheaply that a unit's context does not match a query's.
#pragma once

#include <cstdint>

#include "knowledge/term_table.h"

namespace cq::knowledge {

// Ten bits for languages, ten for frameworks, twelve for the pattern. A common bit may be chance;
// no common bit is proof.
inline std::uint32_t LanguageBit(TermId id) { return 1U << (id % 10U); }
inline std::uint32_t FrameworkBit(TermId id) { return 1U << (10U + id % 10U); }
inline std::uint32_t PatternBit(TermId id) { return 1U << (20U + id % 12U); }

}  // namespace cq::knowledge
