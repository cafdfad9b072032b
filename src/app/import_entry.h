// One entry of an import file: a whole unit, or a proposal.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "core/clock.h"
#include "json/value.h"
#include "knowledge/knowledge_repository.h"

namespace cq::app {

struct ImportDefaults {
  std::string status;  // of entries that do not say
  TimePoint now;       // of entries without times
};

// The row to store. Takes what `export` writes, what the API answers (a unit, or one wrapped as
// `knowledge_unit` with its review state) and proposals, whose id is derived from their content.
// The rules are the API's. The error says what does not fit.
tl::expected<knowledge::IndexedRow, std::string> ReadImportEntry(const json::Value& entry,
                                                                 const ImportDefaults& defaults);

}  // namespace cq::app
