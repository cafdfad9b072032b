#include "storage/sqlite/change_feed.h"

#include <optional>
#include <string>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema_objects.h"
#include "storage/sqlite/unit_columns.h"

namespace cq::storage::sqlite {
namespace {

using knowledge::FeedPosition;
using knowledge::IndexedRow;

// A token tells the rows of one history from those that another one (a restored file that went on)
// put under the same sequence numbers. Row 0 belongs to no unit.
//
// cq_unit_replaced: INSERT OR REPLACE deletes the old row without a delete trigger, unless
// recursive_triggers is on.
constexpr const char* kInstall = R"sql(
CREATE TABLE IF NOT EXISTS cq_changes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  unit_row INTEGER NOT NULL,
  token INTEGER NOT NULL
);
CREATE TRIGGER IF NOT EXISTS cq_unit_replaced BEFORE INSERT ON knowledge_units
WHEN EXISTS (SELECT 1 FROM knowledge_units WHERE id = NEW.id) BEGIN
  INSERT INTO cq_changes (unit_row, token)
    SELECT rowid, random() FROM knowledge_units WHERE id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS cq_unit_inserted AFTER INSERT ON knowledge_units BEGIN
  INSERT INTO cq_changes (unit_row, token) VALUES (NEW.rowid, random());
END;
CREATE TRIGGER IF NOT EXISTS cq_unit_updated AFTER UPDATE ON knowledge_units BEGIN
  INSERT INTO cq_changes (unit_row, token) VALUES (NEW.rowid, random());
  INSERT INTO cq_changes (unit_row, token)
    SELECT OLD.rowid, random() WHERE OLD.rowid <> NEW.rowid;
END;
CREATE TRIGGER IF NOT EXISTS cq_unit_deleted AFTER DELETE ON knowledge_units BEGIN
  INSERT INTO cq_changes (unit_row, token) VALUES (OLD.rowid, random());
END;
CREATE TRIGGER IF NOT EXISTS cq_domain_inserted AFTER INSERT ON knowledge_unit_domains BEGIN
  INSERT INTO cq_changes (unit_row, token)
    SELECT rowid, random() FROM knowledge_units WHERE id = NEW.unit_id;
END;
CREATE TRIGGER IF NOT EXISTS cq_domain_updated AFTER UPDATE ON knowledge_unit_domains BEGIN
  INSERT INTO cq_changes (unit_row, token)
    SELECT rowid, random() FROM knowledge_units WHERE id IN (OLD.unit_id, NEW.unit_id);
END;
CREATE TRIGGER IF NOT EXISTS cq_domain_deleted AFTER DELETE ON knowledge_unit_domains BEGIN
  INSERT INTO cq_changes (unit_row, token)
    SELECT rowid, random() FROM knowledge_units WHERE id = OLD.unit_id;
END;
DELETE FROM cq_changes;
INSERT INTO cq_changes (unit_row, token) VALUES (0, random());
)sql";

std::optional<FeedPosition> NewestPosition(Connection& connection) {
  Query query(connection, "SELECT sequence, token FROM cq_changes ORDER BY sequence DESC LIMIT 1");
  if (!query.Step()) return std::nullopt;
  return FeedPosition{query.Int(0), query.Int(1)};
}

bool CanContinue(Connection& connection, const FeedPosition& position) {
  Query query(connection, "SELECT 1 FROM cq_changes WHERE sequence = ?1 AND token = ?2",
              position.sequence, position.token);
  return query.Step();
}

void VisitChanges(Connection& connection, const FeedPosition& position,
                  const knowledge::RowVisitor& changed, const knowledge::RemovalVisitor& removed) {
  Query rows(connection, "SELECT DISTINCT unit_row FROM cq_changes WHERE sequence > ?1",
             position.sequence);
  Query unit(connection,
             "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
             "FROM knowledge_units WHERE rowid = ?1");
  Query domains(connection, "SELECT domain FROM knowledge_unit_domains WHERE unit_id = ?1");
  IndexedRow indexed;
  while (rows.Step()) {
    const knowledge::RowId row_id = rows.Int(0);
    unit.Rebind(row_id);
    if (!unit.Step()) {
      removed(row_id);
      continue;
    }
    indexed.row = ReadUnitRow(unit);
    indexed.domains.clear();
    domains.Rebind(indexed.row.id);
    while (domains.Step()) indexed.domains.push_back(domains.Text(0));
    changed(indexed);
  }
}

// Merges two ordered streams: a look-up of domains per unit takes noticeably longer.
void VisitEverything(Connection& connection, const knowledge::RowVisitor& visit) {
  Query units(connection,
              "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
              "FROM knowledge_units ORDER BY id");
  Query domains(connection, "SELECT unit_id, domain FROM knowledge_unit_domains ORDER BY unit_id");
  bool more_domains = domains.Step();
  IndexedRow indexed;
  while (units.Step()) {
    indexed.row = ReadUnitRow(units);
    indexed.domains.clear();
    for (; more_domains; more_domains = domains.Step()) {
      const int order = domains.TextView(0).compare(indexed.row.id);
      if (order > 0) break;
      if (order == 0) indexed.domains.push_back(domains.Text(1));
    }
    visit(indexed);
  }
}

// nullopt when the file has no usable feed.
std::optional<FeedPosition> TryFollow(Connection& connection, const FeedPosition& position,
                                      const std::function<void()>& reset,
                                      const knowledge::RowVisitor& changed,
                                      const knowledge::RemovalVisitor& removed) {
  const ReadTransaction snapshot(connection);
  if (!HasObjects(connection, kChangeFeedObjects)) return std::nullopt;
  const std::optional<FeedPosition> newest = NewestPosition(connection);
  if (!newest) return std::nullopt;
  if (CanContinue(connection, position)) {
    VisitChanges(connection, position, changed, removed);
  } else {
    reset();
    VisitEverything(connection, changed);
  }
  return newest;
}

void MendChangeFeed(Connection& connection) {
  MigrateWithin(connection);
  if (!NewestPosition(connection)) InstallChangeFeed(connection);
}

}  // namespace

void InstallChangeFeed(Connection& connection) { connection.Execute(kInstall); }

void PruneChangeFeed(Connection& connection) {
  constexpr std::int64_t kKeptRows = 10'000;
  Run(connection,
      "DELETE FROM cq_changes WHERE sequence <= (SELECT MAX(sequence) FROM cq_changes) - ?1",
      kKeptRows);
}

FeedPosition FollowChangeFeed(ReaderPool& readers, WriteQueue& writes, FeedPosition position,
                              const std::function<void()>& reset,
                              const knowledge::RowVisitor& changed,
                              const knowledge::RemovalVisitor& removed) {
  const auto follow = [&] {
    return readers.Read([&](Connection& connection) {
      return TryFollow(connection, position, reset, changed, removed);
    });
  };
  if (const auto reached = follow()) return *reached;
  writes.Run(MendChangeFeed);
  if (const auto reached = follow()) return *reached;
  throw DatabaseError("the change feed of the database disappears as soon as it is made");
}

}  // namespace cq::storage::sqlite
