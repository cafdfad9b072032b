// The store of knowledge units: rows for single units, and a change feed for the search index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cq::knowledge {

// Identifies a row for the life of the database file; small and dense enough to index by.
using RowId = std::int64_t;

enum class ReviewStatus : std::uint8_t { kPending, kApproved, kRejected };

// "pending", ... ; anything else that a row may hold counts as pending.
std::string_view StatusText(ReviewStatus status);
ReviewStatus ParseStatus(std::string_view text);

struct UnitRow {
  RowId row_id = 0;
  std::string id;
  std::string data;  // the unit as JSON, without nulls (knowledge/unit_json.h)
  std::string status;
  std::optional<std::string> reviewed_by;
  std::optional<std::string> reviewed_at;
  std::string created_at;  // may be empty in old files
  std::string tier;        // the column, which statistics count
};

// A row with the domain tags of knowledge_unit_domains (which decide what a query matches).
struct IndexedRow {
  UnitRow row;
  std::vector<std::string> domains;
};

// Where a reader of the change feed stands. Opaque; a default one has seen nothing.
struct FeedPosition {
  std::int64_t sequence = -1;
  std::int64_t token = 0;
};

// Called for each row; the reference is valid during the call only.
using RowVisitor = std::function<void(const IndexedRow&)>;
using RemovalVisitor = std::function<void(RowId)>;

// What an atomic edit decided.
struct EditedUnit {
  std::string data;
  std::string tier;
};

// Thread-safe. Throws storage failures (std::exception). Every write is durable (as the database's
// synchronous setting says) when the call returns.
class KnowledgeRepository {
 public:
  virtual ~KnowledgeRepository() = default;

  // `domains` are normalised and distinct.
  virtual void Insert(const UnitRow& row, const std::vector<std::string>& domains) = 0;
  // Skips ids that exist already. Returns how many were inserted. One transaction.
  virtual std::size_t InsertMissing(const std::vector<IndexedRow>& rows) = 0;

  virtual std::optional<UnitRow> Find(std::string_view unit_id) = 0;
  // Rows in the order of `row_ids`; those that no longer exist are left out.
  virtual std::vector<UnitRow> FindRows(const std::vector<RowId>& row_ids) = 0;

  // Reads the approved unit, lets `edit` make the new document and stores it, in one write
  // transaction: parallel edits are applied one after the other. False when there is no approved
  // unit with this id. What `edit` throws undoes it and leaves this function.
  virtual bool EditApproved(std::string_view unit_id,
                            const std::function<EditedUnit(const UnitRow&)>& edit) = 0;

  // Every row by id, for export. One consistent snapshot.
  virtual void VisitAll(const std::function<void(const UnitRow&)>& visit) = 0;

  // Brings a follower from `position` to now: every changed row once (as it is now), every removed
  // row once. Returns the new position. When `position` cannot be continued (first call, restored
  // file, pruned feed) `reset` is called first and then every row is visited.
  virtual FeedPosition Follow(FeedPosition position, const std::function<void()>& reset,
                              const RowVisitor& changed, const RemovalVisitor& removed) = 0;
};

}  // namespace cq::knowledge
