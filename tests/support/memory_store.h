// A store of knowledge units in memory, with its review states, change feed and change signal.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/change_signal.h"
#include "knowledge/knowledge_repository.h"
#include "review/review_repository.h"

namespace cq::testing {

// Behaves as a database does, as far as the services can tell. Thread-safe.
class MemoryStore final : public knowledge::KnowledgeRepository,
                          public review::ReviewRepository,
                          public ChangeSignal {
 public:
  using IndexedRow = knowledge::IndexedRow;
  using RowId = knowledge::RowId;
  using UnitRow = knowledge::UnitRow;

  // Runs at the start of every read of rows by id, before the rows are looked at.
  std::function<void()> before_find_rows;
  // Runs while Follow() visits its rows; throwing makes it fail half-way.
  std::function<void(RowId)> while_following;

  int follow_count() const { return follow_count_; }
  int find_rows_count() const { return find_rows_count_; }
  int recently_touched_count() const { return recently_touched_count_; }

  std::uint64_t Generation() override { return generation_; }

  // Another process' commit that concerns no unit.
  void Touch() { ++generation_; }

  // Replaces everything, as a restored backup does.
  void Restore(const std::vector<IndexedRow>& rows) {
    const std::scoped_lock lock(mutex_);
    rows_.clear();
    log_.clear();
    ++token_;
    for (const IndexedRow& row : rows) rows_[row.row.row_id] = row;
    ++generation_;
  }

  void Put(const IndexedRow& row) {
    const std::scoped_lock lock(mutex_);
    rows_[row.row.row_id] = row;
    Commit(row.row.row_id);
  }

  void Delete(RowId row_id) {
    const std::scoped_lock lock(mutex_);
    rows_.erase(row_id);
    Commit(row_id);
  }

  void Insert(const UnitRow& row, const std::vector<std::string>& domains) override {
    const std::scoped_lock lock(mutex_);
    InsertLocked(row, domains);
  }

  std::size_t InsertMissing(const std::vector<IndexedRow>& rows) override {
    const std::scoped_lock lock(mutex_);
    std::size_t inserted = 0;
    for (const IndexedRow& row : rows) {
      if (FindLocked(row.row.id) != nullptr) continue;
      InsertLocked(row.row, row.domains);
      ++inserted;
    }
    return inserted;
  }

  std::optional<UnitRow> Find(std::string_view unit_id) override {
    const std::scoped_lock lock(mutex_);
    const IndexedRow* row = FindLocked(unit_id);
    return row == nullptr ? std::nullopt : std::optional(row->row);
  }

  std::vector<UnitRow> FindRows(const std::vector<RowId>& row_ids) override {
    ++find_rows_count_;
    if (before_find_rows) before_find_rows();
    const std::scoped_lock lock(mutex_);
    std::vector<UnitRow> found;
    for (const RowId row_id : row_ids) {
      const auto row = rows_.find(row_id);
      if (row != rows_.end()) found.push_back(row->second.row);
    }
    return found;
  }

  bool EditApproved(std::string_view unit_id,
                    const std::function<knowledge::EditedUnit(const UnitRow&)>& edit) override {
    const std::scoped_lock lock(mutex_);
    IndexedRow* row = FindLocked(unit_id);
    if (row == nullptr || row->row.status != "approved") return false;
    const knowledge::EditedUnit edited = edit(row->row);
    row->row.data = edited.data;
    row->row.tier = edited.tier;
    Commit(row->row.row_id);
    return true;
  }

  void VisitAll(const std::function<void(const UnitRow&)>& visit) override {
    const std::scoped_lock lock(mutex_);
    for (const auto& [row_id, row] : rows_) visit(row.row);
  }

  knowledge::FeedPosition Follow(knowledge::FeedPosition position,
                                 const std::function<void()>& reset,
                                 const knowledge::RowVisitor& changed,
                                 const knowledge::RemovalVisitor& removed) override {
    const std::scoped_lock lock(mutex_);
    ++follow_count_;
    const auto visit = [&](const IndexedRow& row) {
      if (while_following) while_following(row.row.row_id);
      changed(row);
    };
    if (position.sequence < 0 || position.token != token_) {
      reset();
      for (const auto& [row_id, row] : rows_) visit(row);
    } else {
      for (auto i = static_cast<std::size_t>(position.sequence); i < log_.size(); ++i) {
        const auto row = rows_.find(log_[i]);
        if (row == rows_.end()) {
          removed(log_[i]);
        } else {
          visit(row->second);
        }
      }
    }
    return {static_cast<std::int64_t>(log_.size()), token_};
  }

  review::DecisionOutcome Decide(std::string_view unit_id, std::string_view status,
                                 std::string_view reviewer, std::string_view reviewed_at) override {
    using Kind = review::DecisionOutcome::Kind;
    const std::scoped_lock lock(mutex_);
    IndexedRow* row = FindLocked(unit_id);
    if (row == nullptr) return {Kind::kNotFound, ""};
    if (row->row.status != "pending") return {Kind::kAlreadyReviewed, row->row.status};
    row->row.status = status;
    row->row.reviewed_by = reviewer;
    row->row.reviewed_at = reviewed_at;
    Commit(row->row.row_id);
    return {Kind::kDecided, row->row.status};
  }

  std::vector<UnitRow> PendingQueue(std::int64_t limit, std::int64_t offset) override {
    return Sorted([](const UnitRow& row) { return row.status == "pending"; },
                  [](const UnitRow& a, const UnitRow& b) { return a.created_at < b.created_at; },
                  static_cast<std::size_t>(limit), static_cast<std::size_t>(offset));
  }

  std::vector<UnitRow> ListUnits(const review::UnitFilter& filter) override {
    last_filter_ = filter;
    return Sorted(
        [&](const UnitRow& row) { return !filter.status || row.status == *filter.status; },
        [](const UnitRow& a, const UnitRow& b) { return a.created_at > b.created_at; },
        filter.limit, 0);
  }

  std::vector<UnitRow> RecentlyTouched(std::size_t limit) override {
    ++recently_touched_count_;
    const auto touched = [](const UnitRow& row) {
      return row.reviewed_at.value_or(row.created_at);
    };
    return Sorted([](const UnitRow&) { return true; },
                  [&](const UnitRow& a, const UnitRow& b) { return touched(a) > touched(b); },
                  limit, 0);
  }

  const review::UnitFilter& last_filter() const { return last_filter_; }

 private:
  template <typename Matches, typename Before>
  std::vector<UnitRow> Sorted(const Matches& matches, const Before& before, std::size_t limit,
                              std::size_t offset) {
    const std::scoped_lock lock(mutex_);
    std::vector<UnitRow> rows;
    for (const auto& [row_id, row] : rows_) {
      if (matches(row.row)) rows.push_back(row.row);
    }
    std::stable_sort(rows.begin(), rows.end(), before);
    rows.erase(rows.begin(),
               rows.begin() + static_cast<std::ptrdiff_t>(std::min(offset, rows.size())));
    rows.resize(std::min(limit, rows.size()));
    return rows;
  }

  void InsertLocked(UnitRow row, const std::vector<std::string>& domains) {
    if (FindLocked(row.id) != nullptr) throw std::runtime_error("duplicate id");
    row.row_id = rows_.empty() ? 1 : rows_.rbegin()->first + 1;
    rows_[row.row_id] = {row, domains};
    Commit(row.row_id);
  }

  IndexedRow* FindLocked(std::string_view unit_id) {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [unit_id](const auto& entry) {
      return entry.second.row.id == unit_id;
    });
    return found == rows_.end() ? nullptr : &found->second;
  }

  void Commit(RowId row_id) {
    log_.push_back(row_id);
    ++generation_;
  }

  std::mutex mutex_;
  std::map<RowId, IndexedRow> rows_;
  std::vector<RowId> log_;
  std::int64_t token_ = 1;
  std::atomic<std::uint64_t> generation_{1};
  std::atomic<int> follow_count_{0};
  std::atomic<int> find_rows_count_{0};
  std::atomic<int> recently_touched_count_{0};
  review::UnitFilter last_filter_;
};

}  // namespace cq::testing
