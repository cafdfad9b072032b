// Asks a database file which tables, indexes and triggers it has.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

inline bool HasObject(Connection& connection, std::string_view name) {
  Query query(connection, "SELECT 1 FROM sqlite_schema WHERE name = ?1", name);
  return query.Step();
}

inline bool HasObjects(Connection& connection, std::span<const std::string_view> names) {
  return std::all_of(names.begin(), names.end(),
                     [&](std::string_view name) { return HasObject(connection, name); });
}

}  // namespace cq::storage::sqlite
