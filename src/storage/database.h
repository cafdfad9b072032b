// One opened database of whichever backend: hands out the repositories and owns their connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "auth/api_key.h"
#include "auth/external_account.h"
#include "auth/user.h"
#include "core/change_signal.h"
#include "knowledge/knowledge_repository.h"
#include "review/review_repository.h"

namespace cq::storage {

// The database cannot do what it was asked: disk full, corrupt, locked past the busy timeout, newer
// than this binary. The message is for operators, never for clients.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Synchronous { kNormal, kFull };

struct DatabaseOptions {
  std::string path;  // file, or ":memory:" (tests)
  Synchronous synchronous = Synchronous::kNormal;
  std::chrono::milliseconds busy_timeout{5'000};
  std::size_t reader_connections = 16;  // at most; opened when first needed
};

// Called after each statement group with its kind ("read", "write") and duration. Thread-safe.
using DatabaseTimer = std::function<void(const char* kind, std::chrono::nanoseconds)>;

// Thread-safe. The repositories live as long as the database.
class Database {
 public:
  virtual ~Database() = default;
  virtual auth::UserRepository& users() = 0;
  virtual auth::ApiKeyRepository& api_keys() = 0;
  virtual auth::ExternalAccountRepository& external_accounts() = 0;
  virtual knowledge::KnowledgeRepository& knowledge() = 0;
  virtual review::ReviewRepository& reviews() = 0;
  virtual ChangeSignal& changes() = 0;

  // Writes a consistent copy to a new file while others read and write. Throws DatabaseError.
  virtual void Backup(const std::string& destination) = 0;
  // Moves the write-ahead log into the database file.
  virtual void Checkpoint() = 0;
  // Cheap proof that reads work and that the file is still the one that was opened; for readiness.
  // Empty when healthy, else the reason.
  virtual std::string Health() = 0;
};

struct MigrationStatus {
  int current = 0;                // newest of our migrations that the file has
  int latest = 0;                 // newest that this binary knows
  bool reference_schema = false;  // the reference's tables are there
};

// SQLite. `OpenSqlite` creates the file and its folder when absent and migrates it first.
MigrationStatus CheckSqliteMigrations(const DatabaseOptions& options);
std::unique_ptr<Database> OpenSqlite(const DatabaseOptions& options, DatabaseTimer timer = {});
// As Database::Backup, for a file that this process does not serve: migrates nothing.
void BackUpSqlite(const DatabaseOptions& options, const std::string& destination);

}  // namespace cq::storage
