// The single writer: parallel writes are committed in groups.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/database.h"
#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

// Callers queue up; the first of the queue runs the operations of all who wait in one transaction,
// each in a savepoint, commits and wakes the others (after LevelDB's writer queue). An operation
// runs once, on the thread of any of the callers. Thread-safe.
class WriteQueue {
 public:
  using Operation = std::function<void(Connection&)>;

  static constexpr std::size_t kMaxBatch = 64;

  // `connection` and `timer` must outlive the queue; the connection is used by nothing else.
  WriteQueue(Connection& connection, const DatabaseTimer& timer);

  // Returns when the operation is committed. What the operation throws undoes it alone; a failed
  // commit throws DatabaseError for all of the group.
  void Run(const Operation& operation);

  // Callers that wait or are being served.
  std::size_t Depth();

  // As Run, for an operation with a result.
  template <typename Function>
  auto Call(Function&& function) {
    std::optional<std::invoke_result_t<Function&, Connection&>> result;
    Run([&](Connection& connection) { result = function(connection); });
    return *std::move(result);
  }

 private:
  struct Ticket {
    const Operation* operation;
    std::exception_ptr error;
    bool done = false;
    std::condition_variable turn;
  };

  void CommitBatch() noexcept;
  void TryCommitBatch();
  void RunGroup();
  std::exception_ptr RunInSavepoint(const Operation& operation);
  void FailBatch(const std::exception_ptr& reason);

  Connection& connection_;
  const DatabaseTimer& timer_;
  std::mutex mutex_;
  std::deque<Ticket*> queue_;   // the front one leads
  std::vector<Ticket*> batch_;  // touched by the leader only
  std::size_t batches_until_pruning_ = 0;
};

}  // namespace cq::storage::sqlite
