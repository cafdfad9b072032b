#include "storage/sqlite/migrations.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <stdexcept>
#include <thread>

#include "storage/sample_units.h"
#include "storage/sqlite/raw_database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using sqlite::Connection;
using sqlite::ConnectionRole;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::RawDatabase;

class MigrationsTest : public ::testing::Test {
 protected:
  DatabaseOptions Options() const { return {.path = path_}; }
  std::string OpenFailure() const {
    try {
      OpenSqlite(Options());
    } catch (const DatabaseError& error) {
      return error.what();
    }
    return "opened";
  }

  testing::TemporaryFolder folder_;
  const std::string path_ = folder_.File("cq.db");
};

// As early releases of the reference made it, before they used Alembic.
constexpr const char* kPreAlembic = R"sql(
CREATE TABLE knowledge_units (id TEXT PRIMARY KEY, data TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending', reviewed_by TEXT, reviewed_at TEXT, created_at TEXT,
  tier TEXT NOT NULL DEFAULT 'private');
CREATE TABLE knowledge_unit_domains (unit_id TEXT NOT NULL, domain TEXT NOT NULL,
  FOREIGN KEY (unit_id) REFERENCES knowledge_units(id) ON DELETE CASCADE,
  PRIMARY KEY (unit_id, domain));
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE api_keys (id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE, name TEXT NOT NULL,
  labels TEXT NOT NULL DEFAULT '[]', key_prefix TEXT NOT NULL, key_hash TEXT NOT NULL UNIQUE,
  ttl TEXT NOT NULL, expires_at TEXT NOT NULL, created_at TEXT NOT NULL, last_used_at TEXT,
  revoked_at TEXT);
INSERT INTO knowledge_units (id, data, status) VALUES ('ku_1', '{}', 'approved');
INSERT INTO knowledge_unit_domains VALUES ('ku_1', 'api');
INSERT INTO users (username, password_hash, created_at) VALUES ('demo', 'h', 't');
INSERT INTO api_keys VALUES ('k1', 1, 'n', '["a"]', 'p', 'h', '1d', '2027', '2026', NULL, NULL);
)sql";

TEST_F(MigrationsTest, ANewFileGetsEverything) {
  OpenSqlite({.path = folder_.File("new/folder/cq.db")});
  RawDatabase raw(folder_.File("new/folder/cq.db"));
  EXPECT_THAT(raw.Column("SELECT version FROM cq_migrations ORDER BY version"),
              ElementsAre("0", "1", "2", "3"));
  EXPECT_THAT(raw.Column("SELECT version_num FROM alembic_version"), ElementsAre("0001"));
  EXPECT_THAT(raw.Column("SELECT name FROM sqlite_schema WHERE type = 'table'"),
              IsSupersetOf({"knowledge_units", "knowledge_unit_domains", "users", "api_keys"}));
  EXPECT_EQ(raw.Text("PRAGMA journal_mode"), "wal");
}

TEST_F(MigrationsTest, TheBaselineHasTheReferencesColumns) {
  OpenSqlite(Options());
  testing::CreateReferenceFile(folder_.File("reference.db"));
  RawDatabase ours(path_);
  RawDatabase reference(folder_.File("reference.db"));
  for (const char* table :
       {"alembic_version", "knowledge_units", "knowledge_unit_domains", "users", "api_keys"}) {
    const std::string columns =
        "SELECT name || '/' || type || '/' || \"notnull\" || '/' || "
        "COALESCE(dflt_value, '-') || '/' || pk FROM pragma_table_info('" +
        std::string(table) + "')";
    EXPECT_EQ(ours.Column(columns), reference.Column(columns)) << table;
    const std::string keys =
        "SELECT \"table\" || '/' || \"from\" || '/' || on_delete "
        "FROM pragma_foreign_key_list('" +
        std::string(table) + "')";
    EXPECT_EQ(ours.Column(keys), reference.Column(keys)) << table;
  }
}

TEST_F(MigrationsTest, OpeningAgainChangesNothing) {
  OpenSqlite(Options());
  const std::string all = "SELECT name || applied_at FROM cq_migrations";
  const std::string feed = "SELECT token FROM cq_changes";
  const auto migrations = RawDatabase(path_).Column(all);
  const auto tokens = RawDatabase(path_).Column(feed);
  OpenSqlite(Options());
  EXPECT_EQ(RawDatabase(path_).Column(all), migrations);
  EXPECT_EQ(RawDatabase(path_).Column(feed), tokens);
}

TEST_F(MigrationsTest, AReferenceFileKeepsItsRows) {
  testing::CreateReferenceFile(path_);
  RawDatabase(path_).Execute(
      "INSERT INTO knowledge_units (id, data) VALUES ('ku_1', '{}');"
      "INSERT INTO users VALUES (7, 'demo', 'h', '2026-11-23 20:34:31')");
  const auto database = OpenSqlite(Options());
  EXPECT_EQ(database->knowledge().Find("ku_1")->created_at, "");
  EXPECT_EQ(database->users().FindByName("demo")->id, 7);
}

TEST_F(MigrationsTest, AFileFromBeforeAlembicIsStamped) {
  RawDatabase(path_).Execute(kPreAlembic);
  const auto database = OpenSqlite(Options());
  EXPECT_EQ(database->knowledge().Find("ku_1")->status, "approved");
  EXPECT_EQ(database->api_keys().FindUnrevoked("k1")->username, "demo");
  RawDatabase raw(path_);
  EXPECT_EQ(raw.Text("SELECT version_num FROM alembic_version"), "0001");
  EXPECT_EQ(raw.Text("SELECT domain FROM knowledge_unit_domains"), "api");
}

TEST_F(MigrationsTest, AnUnfinishedStampIsFinished) {
  RawDatabase raw(path_);
  raw.Execute(kPreAlembic);
  raw.Execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)");
  OpenSqlite(Options());
  EXPECT_EQ(raw.Text("SELECT version_num FROM alembic_version"), "0001");
}

TEST_F(MigrationsTest, TheOldestFilesGetTheirMissingColumnsAndTables) {
  RawDatabase raw(path_);
  raw.Execute(R"sql(
CREATE TABLE knowledge_units (id TEXT PRIMARY KEY, data TEXT NOT NULL, reviewed_by TEXT);
INSERT INTO knowledge_units VALUES
  ('ku_1', '{"domains":[" API ","db","API",7,""]}', 'demo'), ('ku_2', 'no json', NULL);
)sql");
  const auto database = OpenSqlite(Options());
  const auto unit = database->knowledge().Find("ku_1");
  EXPECT_EQ(unit->status, "pending");
  EXPECT_EQ(unit->tier, "private");
  EXPECT_EQ(unit->reviewed_by, "demo");
  EXPECT_TRUE(database->knowledge().Find("ku_2"));
  EXPECT_TRUE(database->users().Create("demo", "h", "t"));
  EXPECT_THAT(raw.Column("SELECT unit_id || ' ' || domain FROM knowledge_unit_domains ORDER BY 1"),
              ElementsAre("ku_1 api", "ku_1 db"));
}

TEST_F(MigrationsTest, ANewerFileIsRefusedAndLeftAlone) {
  OpenSqlite(Options());
  RawDatabase raw(path_);
  raw.Execute("INSERT INTO cq_migrations VALUES (99, 'later', 't'); DROP INDEX cq_units_pending");
  EXPECT_THAT(OpenFailure(), HasSubstr("migration 99"));
  EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cq_units_pending'"), 0);
}

TEST_F(MigrationsTest, AnotherAlembicRevisionIsRefused) {
  testing::CreateReferenceFile(path_);
  RawDatabase raw(path_);
  raw.Execute("UPDATE alembic_version SET version_num = '0002'");
  EXPECT_THAT(OpenFailure(), HasSubstr("revision 0002"));
  EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cq_migrations'"), 0);
}

TEST_F(MigrationsTest, WhatSomeoneDroppedIsMadeAgain) {
  OpenSqlite(Options());
  RawDatabase raw(path_);
  raw.Execute("DROP TRIGGER cq_unit_updated; DROP INDEX cq_units_by_touch");
  OpenSqlite(Options());
  EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema "
                    "WHERE name IN ('cq_unit_updated', 'cq_units_by_touch')"),
            2);
}

TEST_F(MigrationsTest, AMigrationIsAppliedWholeOrNotAtAll) {
  for (int failing = 0; failing <= 3; ++failing) {
    const DatabaseOptions options{.path = folder_.File(std::to_string(failing) + ".db")};
    const auto fail = [&](int version) {
      if (version == failing) throw std::out_of_range("stop");
    };
    {
      Connection connection(options, ConnectionRole::kWriter);
      EXPECT_THROW(sqlite::Migrate(connection, fail), std::out_of_range);
      EXPECT_FALSE(connection.InTransaction());
    }
    RawDatabase raw(options.path);
    EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'knowledge_units'"),
              failing > 0 ? 1 : 0);
    EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cq_units_by_touch'"),
              failing > 1 ? 1 : 0);
    EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cq_changes'"),
              failing > 2 ? 1 : 0);
    EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cq_external_accounts'"), 0);
    EXPECT_EQ(OpenSqlite(options)->Health(), "");
  }
}

TEST_F(MigrationsTest, ServersThatStartTogetherMigrateOnce) {
  RawDatabase(path_).Execute(kPreAlembic);
  {
    std::vector<std::jthread> servers;
    for (int server = 0; server < 4; ++server) {
      servers.emplace_back([this] { EXPECT_EQ(OpenSqlite(Options())->Health(), ""); });
    }
  }
  EXPECT_EQ(RawDatabase(path_).Int("SELECT COUNT(*) FROM cq_migrations"), 4);
}

TEST_F(MigrationsTest, TheCheckTellsTheStateAndChangesNothing) {
  const auto absent = CheckSqliteMigrations(Options());
  EXPECT_EQ(absent.current, 0);
  EXPECT_EQ(absent.latest, 3);
  EXPECT_FALSE(absent.reference_schema);
  EXPECT_FALSE(std::filesystem::exists(path_));

  testing::CreateReferenceFile(path_);
  const auto reference = CheckSqliteMigrations(Options());
  EXPECT_EQ(reference.current, 0);
  EXPECT_TRUE(reference.reference_schema);
  EXPECT_EQ(
      RawDatabase(path_).Int("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cq_migrations'"), 0);

  OpenSqlite(Options());
  EXPECT_EQ(CheckSqliteMigrations(Options()).current, 3);
}

}  // namespace
}  // namespace cq::storage
