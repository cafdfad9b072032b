// How confirmations and flags change what is known about a unit.
#pragma once

#include "core/clock.h"
#include "json/value.h"
#include "knowledge/knowledge_service.h"
#include "knowledge/knowledge_unit.h"

namespace cq::knowledge {

// One more confirmation: 0.1 more confidence, at most 1.0.
void ApplyConfirmation(KnowledgeUnit& unit, TimePoint now);

// Records the flag: 0.15 less confidence, at least 0.0.
void ApplyFlag(KnowledgeUnit& unit, FlagReport report, TimePoint now);

// `integer` is an integer of any length.
json::Value PlusOne(const json::Value& integer);

}  // namespace cq::knowledge
