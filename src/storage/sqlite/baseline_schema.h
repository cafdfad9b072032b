// Migration 0: the reference's schema, as its Alembic revision 0001 makes it.
#pragma once

#include <string_view>

#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

inline constexpr std::string_view kAlembicRevision = "0001";

// Creates what is absent, within the caller's transaction: everything in a new file, only the stamp
// in a file from before Alembic, missing columns and tables in a still older one. Keeps all rows.
void ApplyBaselineSchema(Connection& connection);

}  // namespace cq::storage::sqlite
