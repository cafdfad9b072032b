#include "storage/sqlite/raw_database.h"

#include <stdexcept>

namespace cq::storage::testing {

RawDatabase::RawDatabase(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open(path.c_str(), &handle);
  handle_.reset(handle);
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
  sqlite3_busy_timeout(handle, 5'000);
  Execute("PRAGMA foreign_keys = ON");
}

void RawDatabase::Execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_.get()));
  }
}

std::vector<std::string> RawDatabase::Column(const std::string& sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_.get()));
  }
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(prepared, sqlite3_finalize);
  std::vector<std::string> values;
  int code = sqlite3_step(prepared);
  for (; code == SQLITE_ROW; code = sqlite3_step(prepared)) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
    values.emplace_back(text == nullptr ? "NULL" : text);
  }
  if (code != SQLITE_DONE) throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_.get()));
  return values;
}

std::string RawDatabase::Text(const std::string& sql) { return Column(sql).at(0); }

std::int64_t RawDatabase::Int(const std::string& sql) { return std::stoll(Text(sql)); }

void RawDatabase::RestoreFrom(const std::string& path) {
  RawDatabase source(path);
  sqlite3_backup* backup = sqlite3_backup_init(handle_.get(), "main", source.handle_.get(), "main");
  if (backup == nullptr) throw std::runtime_error(sqlite3_errmsg(handle_.get()));
  sqlite3_backup_step(backup, -1);
  if (const int code = sqlite3_backup_finish(backup); code != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errstr(code));
  }
}

void CreateReferenceFile(const std::string& path) {
  RawDatabase(path).Execute(R"sql(
PRAGMA journal_mode = WAL;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0001');
CREATE TABLE knowledge_units (
  id TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL, status TEXT DEFAULT 'pending' NOT NULL,
  reviewed_by TEXT, reviewed_at TEXT, created_at TEXT, tier TEXT DEFAULT 'private' NOT NULL);
CREATE TABLE knowledge_unit_domains (
  unit_id TEXT NOT NULL REFERENCES knowledge_units (id) ON DELETE CASCADE,
  domain TEXT NOT NULL, PRIMARY KEY (unit_id, domain));
CREATE INDEX idx_domains_domain ON knowledge_unit_domains (domain);
CREATE TABLE users (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL, labels TEXT DEFAULT '[]' NOT NULL, key_prefix TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE, ttl TEXT NOT NULL, expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL, last_used_at TEXT, revoked_at TEXT);
CREATE INDEX idx_api_keys_user ON api_keys (user_id);
)sql");
}

}  // namespace cq::storage::testing
