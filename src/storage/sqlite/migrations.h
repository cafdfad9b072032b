// The numbered migrations of a SQLite file, recorded in its table cq_migrations.
#pragma once

#include <functional>

#include "storage/database.h"
#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

// Called inside the transaction of each migration that was applied, before its commit (for tests).
using MigrationHook = std::function<void(int version)>;

// Applies what is missing, each migration in one transaction with its record. Throws DatabaseError
// when the file is newer than this binary.
void Migrate(Connection& connection, const MigrationHook& before_commit = {});

// The same within the caller's write transaction, for a file that was restored while serving.
void MigrateWithin(Connection& connection);

// Changes nothing.
MigrationStatus InspectMigrations(Connection& connection);

}  // namespace cq::storage::sqlite
