// Consistent copies of a database that is in use.
#pragma once

#include <string>

#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

// Copies one snapshot of `source` into a new file: first under a temporary name beside it, then,
// once on disk, under its own. Writers go on meanwhile. Throws DatabaseError, also when
// `destination` exists.
void BackUp(Connection& source, const std::string& destination);

}  // namespace cq::storage::sqlite
