#include "app/database_commands.h"

#include <iostream>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/module_options.h"
#include "storage/database.h"

namespace cq::app {

int BackUpDatabase(const config::Settings& settings, const std::string& destination) {
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  storage::BackUpSqlite(DatabaseOptionsOf(settings), destination);
  std::cerr << "copied " << settings.database_path << " to " << destination << "\n";
  return 0;
}

int MigrateDatabase(const config::Settings& settings, MigrateMode mode) {
  const storage::DatabaseOptions options = DatabaseOptionsOf(settings);
  const storage::MigrationStatus before = storage::CheckSqliteMigrations(options);
  const bool is_pending = before.current < before.latest;
  if (mode == MigrateMode::kCheck) {
    std::cout << settings.database_path << ": migration " << before.current << " of "
              << before.latest << (is_pending ? ", pending\n" : ", up to date\n");
    return is_pending ? kExitPendingMigrations : 0;
  }
  storage::OpenSqlite(options);
  const storage::MigrationStatus after = storage::CheckSqliteMigrations(options);
  std::cout << settings.database_path << ": migration " << after.current << " of " << after.latest
            << (is_pending ? ", applied\n" : ", was up to date\n");
  return 0;
}

}  // namespace cq::app
