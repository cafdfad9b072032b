// Reads rows of knowledge_units.
#pragma once

#include "knowledge/knowledge_repository.h"
#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

// The query's first columns are rowid, id, data, status, reviewed_by, reviewed_at, created_at,
// tier.
knowledge::UnitRow ReadUnitRow(const Query& query);

}  // namespace cq::storage::sqlite
