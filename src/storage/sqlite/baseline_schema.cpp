#include "storage/sqlite/baseline_schema.h"

#include <array>
#include <set>
#include <string>

#include "storage/sqlite/schema_objects.h"

namespace cq::storage::sqlite {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE IF NOT EXISTS alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE IF NOT EXISTS knowledge_units (
	id TEXT NOT NULL,
	data TEXT NOT NULL,
	status TEXT DEFAULT 'pending' NOT NULL,
	reviewed_by TEXT,
	reviewed_at TEXT,
	created_at TEXT,
	tier TEXT DEFAULT 'private' NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS knowledge_unit_domains (
	unit_id TEXT NOT NULL,
	domain TEXT NOT NULL,
	PRIMARY KEY (unit_id, domain),
	FOREIGN KEY(unit_id) REFERENCES knowledge_units (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS idx_domains_domain ON knowledge_unit_domains (domain);
CREATE TABLE IF NOT EXISTS users (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	username TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	created_at TEXT NOT NULL,
	UNIQUE (username)
);
CREATE TABLE IF NOT EXISTS api_keys (
	id TEXT NOT NULL,
	user_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	labels TEXT DEFAULT '[]' NOT NULL,
	key_prefix TEXT NOT NULL,
	key_hash TEXT NOT NULL,
	ttl TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	created_at TEXT NOT NULL,
	last_used_at TEXT,
	revoked_at TEXT,
	PRIMARY KEY (id),
	UNIQUE (key_hash),
	FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS idx_api_keys_user ON api_keys (user_id);
INSERT INTO alembic_version (version_num)
  SELECT '0001' WHERE NOT EXISTS (SELECT 1 FROM alembic_version);
)sql";

struct LaterColumn {
  std::string_view name;
  const char* add;
};

// In the order in which the reference's early releases added them.
constexpr std::array<LaterColumn, 5> kLaterColumns{{
    {"status", "ALTER TABLE knowledge_units ADD COLUMN status TEXT NOT NULL DEFAULT 'pending'"},
    {"reviewed_by", "ALTER TABLE knowledge_units ADD COLUMN reviewed_by TEXT"},
    {"reviewed_at", "ALTER TABLE knowledge_units ADD COLUMN reviewed_at TEXT"},
    {"created_at", "ALTER TABLE knowledge_units ADD COLUMN created_at TEXT"},
    {"tier", "ALTER TABLE knowledge_units ADD COLUMN tier TEXT NOT NULL DEFAULT 'private'"},
}};

void AddLaterColumns(Connection& connection) {
  std::set<std::string, std::less<>> present;
  {
    Query columns(connection, "SELECT name FROM pragma_table_info('knowledge_units')");
    while (columns.Step()) present.insert(columns.Text(0));
  }
  for (const LaterColumn& column : kLaterColumns) {
    if (!present.contains(column.name)) connection.Execute(column.add);
  }
}

// A file without the table has the tags in its documents only.
constexpr const char* kFillDomains = R"sql(
INSERT OR IGNORE INTO knowledge_unit_domains (unit_id, domain)
  SELECT unit.id, lower(trim(tag.value))
  FROM (SELECT id, data FROM knowledge_units WHERE json_valid(data)) AS unit,
       json_each(unit.data, '$.domains') AS tag
  WHERE tag.type = 'text' AND trim(tag.value) <> '';
)sql";

}  // namespace

void ApplyBaselineSchema(Connection& connection) {
  const bool had_units = HasObject(connection, "knowledge_units");
  const bool had_domains = HasObject(connection, "knowledge_unit_domains");
  connection.Execute(kTables);
  if (!had_units) return;
  AddLaterColumns(connection);
  if (!had_domains) connection.Execute(kFillDomains);
}

}  // namespace cq::storage::sqlite
