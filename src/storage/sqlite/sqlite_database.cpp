#include <atomic>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/database.h"
#include "storage/sqlite/api_key_repository.h"
#include "storage/sqlite/change_probe.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/external_account_repository.h"
#include "storage/sqlite/knowledge_repository.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/online_backup.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/review_repository.h"
#include "storage/sqlite/sqlite_failure.h"
#include "storage/sqlite/user_repository.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage {
namespace {

using sqlite::Connection;
using sqlite::ConnectionRole;

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const DatabaseOptions& options, DatabaseTimer timer)
      : timer_(std::move(timer)),
        writer_(OpenMigrated(options)),
        writes_(writer_, timer_),
        readers_(options, timer_),
        probe_(options),
        users_(readers_, writes_),
        api_keys_(readers_, writes_),
        external_accounts_(readers_, writes_),
        knowledge_(readers_, writes_),
        reviews_(readers_, writes_) {}

  auth::UserRepository& users() override { return users_; }
  auth::ApiKeyRepository& api_keys() override { return api_keys_; }
  auth::ExternalAccountRepository& external_accounts() override { return external_accounts_; }
  knowledge::KnowledgeRepository& knowledge() override { return knowledge_; }
  review::ReviewRepository& reviews() override { return reviews_; }
  ChangeSignal& changes() override { return probe_; }

  void Backup(const std::string& destination) override {
    readers_.Read([&](Connection& connection) { sqlite::BackUp(connection, destination); });
  }

  void Checkpoint() override {
    readers_.Read([](Connection& connection) {
      const int code = sqlite3_wal_checkpoint_v2(connection.handle(), "main",
                                                 SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
      if (code != SQLITE_OK) connection.Throw(code);
    });
  }

  std::string Health() override {
    try {
      return readers_.Read([](Connection& connection) -> std::string {
        if (connection.HasMoved()) return std::string(sqlite::kFileReplaced);
        sqlite::Query(connection, "SELECT 1 FROM knowledge_units LIMIT 1").Step();
        return {};
      });
    } catch (const std::exception& failure) {
      return failure.what();
    }
  }

 private:
  static Connection OpenMigrated(const DatabaseOptions& options) {
    Connection writer(options, ConnectionRole::kWriter);
    sqlite::Migrate(writer);
    return writer;
  }

  // Destroyed in reverse: the writer closes last and empties the write-ahead log.
  const DatabaseTimer timer_;
  Connection writer_;
  sqlite::WriteQueue writes_;
  sqlite::ReaderPool readers_;
  sqlite::ChangeProbe probe_;
  sqlite::UserRepository users_;
  sqlite::ApiKeyRepository api_keys_;
  sqlite::ExternalAccountRepository external_accounts_;
  sqlite::KnowledgeRepository knowledge_;
  sqlite::ReviewRepository reviews_;
};

// SQLite's shared in-memory file system, under a name of its own: several connections, no file.
DatabaseOptions Resolve(DatabaseOptions options) {
  static std::atomic<int> count = 0;
  if (options.path == ":memory:") {
    options.path = "file:/cq-memory-" + std::to_string(++count) + "?vfs=memdb";
  }
  return options;
}

void PrepareFolder(const std::string& path) {
  if (path.empty()) throw DatabaseError("the database path is empty");
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw DatabaseError("database " + path + " is a directory; name a file");
  }
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) return;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw DatabaseError("cannot create the database folder " + folder.string() + ": " +
                        error.message());
  }
}

}  // namespace

MigrationStatus CheckSqliteMigrations(const DatabaseOptions& options) {
  if (!std::filesystem::exists(options.path)) {
    Connection empty(Resolve({":memory:", options.synchronous, options.busy_timeout, 1}),
                     ConnectionRole::kWriter);
    return sqlite::InspectMigrations(empty);
  }
  Connection connection(options, ConnectionRole::kInspector);
  return sqlite::InspectMigrations(connection);
}

std::unique_ptr<Database> OpenSqlite(const DatabaseOptions& options, DatabaseTimer timer) {
  if (options.path != ":memory:") PrepareFolder(options.path);
  return std::make_unique<SqliteDatabase>(Resolve(options), std::move(timer));
}

void BackUpSqlite(const DatabaseOptions& options, const std::string& destination) {
  Connection connection(options, ConnectionRole::kInspector);
  sqlite::BackUp(connection, destination);
}

}  // namespace cq::storage
