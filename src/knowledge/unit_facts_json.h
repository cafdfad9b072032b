// Reads the facts of a stored document without building the unit.
#pragma once

#include <string>

#include "knowledge/knowledge_repository.h"
#include "knowledge/unit_facts.h"

namespace cq::knowledge {

struct FactsReading {
  UnitFacts facts;
  std::string problem;  // why there are no ranking facts; empty when there are
};

// Never fails: a document that does not read has no ranking facts. What is not needed here (the
// insight, flags, ...) is not checked.
FactsReading ReadUnitFacts(const IndexedRow& row);

}  // namespace cq::knowledge
