#include "storage/sqlite/knowledge_repository.h"

#include "storage/sqlite/change_feed.h"
#include "storage/sqlite/unit_columns.h"

namespace cq::storage::sqlite {
namespace {

using knowledge::UnitRow;

void InsertDomains(Connection& connection, const std::string& unit_id,
                   const std::vector<std::string>& domains) {
  for (const std::string& domain : domains) {
    Run(connection,
        "INSERT OR IGNORE INTO knowledge_unit_domains (unit_id, domain) VALUES (?1, ?2)", unit_id,
        domain);
  }
}

// Old files leave created_at out, which is not the same as an empty text.
std::optional<std::string> CreatedAt(const UnitRow& row) {
  if (row.created_at.empty()) return std::nullopt;
  return row.created_at;
}

bool InsertUnless(Connection& connection, const knowledge::IndexedRow& indexed) {
  const UnitRow& row = indexed.row;
  const std::int64_t inserted =
      Run(connection,
          "INSERT INTO knowledge_units "
          "(id, data, status, reviewed_by, reviewed_at, created_at, tier) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING",
          row.id, row.data, row.status, row.reviewed_by, row.reviewed_at, CreatedAt(row), row.tier);
  if (inserted == 0) return false;
  InsertDomains(connection, row.id, indexed.domains);
  return true;
}

}  // namespace

void KnowledgeRepository::Insert(const UnitRow& row, const std::vector<std::string>& domains) {
  writes_.Run([&](Connection& connection) {
    Run(connection,
        "INSERT INTO knowledge_units "
        "(id, data, status, reviewed_by, reviewed_at, created_at, tier) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        row.id, row.data, row.status, row.reviewed_by, row.reviewed_at, CreatedAt(row), row.tier);
    InsertDomains(connection, row.id, domains);
  });
}

std::size_t KnowledgeRepository::InsertMissing(const std::vector<knowledge::IndexedRow>& rows) {
  return writes_.Call([&](Connection& connection) {
    std::size_t inserted = 0;
    for (const knowledge::IndexedRow& indexed : rows) {
      if (InsertUnless(connection, indexed)) ++inserted;
    }
    return inserted;
  });
}

std::optional<UnitRow> KnowledgeRepository::Find(std::string_view unit_id) {
  return readers_.Read([&](Connection& connection) -> std::optional<UnitRow> {
    Query query(connection,
                "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
                "FROM knowledge_units WHERE id = ?1",
                unit_id);
    if (!query.Step()) return std::nullopt;
    return ReadUnitRow(query);
  });
}

std::vector<UnitRow> KnowledgeRepository::FindRows(const std::vector<knowledge::RowId>& row_ids) {
  return readers_.Read([&](Connection& connection) {
    const ReadTransaction snapshot(connection);
    Query query(connection,
                "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
                "FROM knowledge_units WHERE rowid = ?1");
    std::vector<UnitRow> rows;
    rows.reserve(row_ids.size());
    for (const knowledge::RowId row_id : row_ids) {
      query.Rebind(row_id);
      if (query.Step()) rows.push_back(ReadUnitRow(query));
    }
    return rows;
  });
}

bool KnowledgeRepository::EditApproved(
    std::string_view unit_id, const std::function<knowledge::EditedUnit(const UnitRow&)>& edit) {
  return writes_.Call([&](Connection& connection) {
    UnitRow row;
    {
      Query query(connection,
                  "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
                  "FROM knowledge_units WHERE id = ?1 AND status = 'approved'",
                  unit_id);
      if (!query.Step()) return false;
      row = ReadUnitRow(query);
    }
    const knowledge::EditedUnit edited = edit(row);
    Run(connection, "UPDATE knowledge_units SET data = ?2, tier = ?3 WHERE rowid = ?1", row.row_id,
        edited.data, edited.tier);
    return true;
  });
}

void KnowledgeRepository::VisitAll(const std::function<void(const UnitRow&)>& visit) {
  readers_.Read([&](Connection& connection) {
    Query query(connection,
                "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
                "FROM knowledge_units ORDER BY id");
    while (query.Step()) visit(ReadUnitRow(query));
  });
}

knowledge::FeedPosition KnowledgeRepository::Follow(knowledge::FeedPosition position,
                                                    const std::function<void()>& reset,
                                                    const knowledge::RowVisitor& changed,
                                                    const knowledge::RemovalVisitor& removed) {
  return FollowChangeFeed(readers_, writes_, position, reset, changed, removed);
}

}  // namespace cq::storage::sqlite
