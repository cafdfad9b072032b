#include "storage/sqlite/migrations.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "storage/sqlite/baseline_schema.h"
#include "storage/sqlite/change_feed.h"
#include "storage/sqlite/external_account_repository.h"
#include "storage/sqlite/schema_objects.h"

namespace cq::storage::sqlite {
namespace {

struct Migration {
  std::string_view name;
  void (*apply)(Connection&);  // must also mend a file that has some of the objects
  std::span<const std::string_view> objects;
};

constexpr std::array<std::string_view, 8> kBaselineObjects{
    "cq_migrations", "alembic_version", "knowledge_units",    "knowledge_unit_domains",
    "users",         "api_keys",        "idx_domains_domain", "idx_api_keys_user",
};

constexpr std::array<std::string_view, 4> kReviewIndexes{
    "cq_units_pending", "cq_units_by_status", "cq_units_by_creation", "cq_units_by_touch"};

void CreateBaseline(Connection& connection) {
  ApplyBaselineSchema(connection);
  connection.Execute(
      "CREATE TABLE IF NOT EXISTS cq_migrations ("
      "version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)");
}

// An index entry ends with the rowid in ascending order, so each list gets an index that is read
// forwards: equal times come by row, as in the reference's stable sorts.
void CreateReviewIndexes(Connection& connection) {
  connection.Execute(R"sql(
CREATE INDEX IF NOT EXISTS cq_units_pending ON knowledge_units (status, created_at)
  WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS cq_units_by_status ON knowledge_units (status, created_at DESC);
CREATE INDEX IF NOT EXISTS cq_units_by_creation ON knowledge_units (created_at DESC);
CREATE INDEX IF NOT EXISTS cq_units_by_touch
  ON knowledge_units (COALESCE(reviewed_at, created_at) DESC);
)sql");
}

// The index is the version. A released migration never changes; add another one.
constexpr std::array<Migration, 4> kMigrations{{
    {"reference schema", CreateBaseline, kBaselineObjects},
    {"review indexes", CreateReviewIndexes, kReviewIndexes},
    {"change feed", InstallChangeFeed, kChangeFeedObjects},
    {"external accounts", InstallExternalAccounts, kExternalAccountObjects},
}};

constexpr int kLatest = static_cast<int>(kMigrations.size()) - 1;

const Migration& At(int version) { return kMigrations.at(static_cast<std::size_t>(version)); }

int RecordedVersion(Connection& connection) {
  if (!HasObject(connection, "cq_migrations")) return 0;
  Query query(connection, "SELECT COALESCE(MAX(version), 0) FROM cq_migrations");
  query.Step();
  return static_cast<int>(query.Int(0));
}

void RefuseNewerFile(Connection& connection) {
  if (const int recorded = RecordedVersion(connection); recorded > kLatest) {
    throw DatabaseError("database " + connection.path() + " has migration " +
                        std::to_string(recorded) + ", this cq-server knows up to " +
                        std::to_string(kLatest) + "; use the newer release");
  }
  if (!HasObject(connection, "alembic_version")) return;
  Query query(connection, "SELECT version_num FROM alembic_version WHERE version_num <> ?1",
              kAlembicRevision);
  if (query.Step()) {
    throw DatabaseError("database " + connection.path() + " has schema revision " + query.Text(0) +
                        ", this cq-server knows " + std::string(kAlembicRevision) +
                        "; use the release that matches the database");
  }
}

bool IsMissing(Connection& connection, int version) {
  if (!HasObject(connection, "cq_migrations")) return true;
  if (!HasObjects(connection, At(version).objects)) return true;
  Query query(connection, "SELECT 1 FROM cq_migrations WHERE version = ?1", std::int64_t{version});
  return !query.Step();
}

void Apply(Connection& connection, int version) {
  At(version).apply(connection);
  Run(connection,
      "INSERT OR REPLACE INTO cq_migrations (version, name, applied_at) "
      "VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'))",
      std::int64_t{version}, At(version).name);
}

class WriteTransaction {
 public:
  explicit WriteTransaction(Connection& connection) : connection_(connection) {
    Run(connection_, "BEGIN IMMEDIATE");
  }
  ~WriteTransaction() {
    if (connection_.InTransaction()) {
      sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
  }
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  void Commit() { Run(connection_, "COMMIT"); }

 private:
  Connection& connection_;
};

}  // namespace

void Migrate(Connection& connection, const MigrationHook& before_commit) {
  for (int version = 0; version <= kLatest; ++version) {
    RefuseNewerFile(connection);
    if (!IsMissing(connection, version)) continue;
    WriteTransaction transaction(connection);
    // Another process may have migrated while this one waited for the lock.
    RefuseNewerFile(connection);
    if (!IsMissing(connection, version)) continue;
    Apply(connection, version);
    if (before_commit) before_commit(version);
    transaction.Commit();
  }
}

void MigrateWithin(Connection& connection) {
  RefuseNewerFile(connection);
  for (int version = 0; version <= kLatest; ++version) {
    if (IsMissing(connection, version)) Apply(connection, version);
  }
}

MigrationStatus InspectMigrations(Connection& connection) {
  MigrationStatus status;
  status.current = RecordedVersion(connection);
  status.latest = kLatest;
  status.reference_schema = HasObject(connection, "knowledge_units");
  return status;
}

}  // namespace cq::storage::sqlite
