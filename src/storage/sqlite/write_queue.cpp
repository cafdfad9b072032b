#include "storage/sqlite/write_queue.h"

#include <algorithm>

#include "storage/sqlite/change_feed.h"
#include "storage/sqlite/sqlite_failure.h"

namespace cq::storage::sqlite {
namespace {

constexpr std::size_t kBatchesBetweenPruning = 512;

void RollBack(Connection& connection) noexcept {
  if (connection.InTransaction()) {
    sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

std::string TextOf(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& failure) {
    return failure.what();
  } catch (...) {
    return "a write of the group failed with an unknown error";
  }
}

}  // namespace

WriteQueue::WriteQueue(Connection& connection, const DatabaseTimer& timer)
    : connection_(connection), timer_(timer) {
  batch_.reserve(kMaxBatch);
}

void WriteQueue::Run(const Operation& operation) {
  Ticket ticket{&operation, nullptr, false, {}};
  std::unique_lock lock(mutex_);
  queue_.push_back(&ticket);
  ticket.turn.wait(lock, [&] { return ticket.done || queue_.front() == &ticket; });
  if (!ticket.done) {
    const std::size_t size = std::min(queue_.size(), kMaxBatch);
    batch_.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
    lock.unlock();
    CommitBatch();
    lock.lock();
    // Woken under the lock: a ticket lives on the stack of its caller, who may leave once unlocked.
    for (Ticket* finished : batch_) {
      queue_.pop_front();
      finished->done = true;
      if (finished != &ticket) finished->turn.notify_one();
    }
    if (!queue_.empty()) queue_.front()->turn.notify_one();
  }
  lock.unlock();
  if (ticket.error) std::rethrow_exception(ticket.error);
}

std::size_t WriteQueue::Depth() {
  const std::scoped_lock lock(mutex_);
  return queue_.size();
}

void WriteQueue::CommitBatch() noexcept {
  const TimedScope timed(timer_, "write");
  try {
    TryCommitBatch();
  } catch (...) {
    RollBack(connection_);
    FailBatch(std::current_exception());
  }
}

void WriteQueue::TryCommitBatch() {
  if (connection_.HasMoved()) throw DatabaseError(std::string(kFileReplaced));
  sqlite::Run(connection_, "BEGIN IMMEDIATE");
  if (batch_.size() == 1) {
    // Without a savepoint, which keeps a copy of each page that is changed.
    (*batch_.front()->operation)(connection_);
  } else {
    RunGroup();
  }
  if (batches_until_pruning_ == 0) {
    batches_until_pruning_ = kBatchesBetweenPruning;
    RunInSavepoint(PruneChangeFeed);
  }
  --batches_until_pruning_;
  sqlite::Run(connection_, "COMMIT");
  // Nothing may be acknowledged that went into a file which nobody will find again.
  if (connection_.HasMoved()) throw DatabaseError(std::string(kFileReplaced));
}

void WriteQueue::RunGroup() {
  for (Ticket* ticket : batch_) {
    ticket->error = RunInSavepoint(*ticket->operation);
    // Some failures (disk full, I/O) end the whole transaction, with it what ran before.
    if (!connection_.InTransaction()) {
      if (ticket->error) std::rethrow_exception(ticket->error);
      throw DatabaseError("a write operation ended the transaction of its group");
    }
  }
}

std::exception_ptr WriteQueue::RunInSavepoint(const Operation& operation) {
  sqlite::Run(connection_, "SAVEPOINT operation");
  std::exception_ptr error;
  try {
    operation(connection_);
  } catch (...) {
    error = std::current_exception();
  }
  if (!connection_.InTransaction()) return error;
  if (error) sqlite::Run(connection_, "ROLLBACK TO operation");
  sqlite::Run(connection_, "RELEASE operation");
  return error;
}

void WriteQueue::FailBatch(const std::exception_ptr& reason) {
  if (batch_.size() == 1) {
    batch_.front()->error = reason;
    return;
  }
  const std::string text = TextOf(reason);
  for (Ticket* ticket : batch_) {
    // One exception object each: callers read theirs on their own threads.
    if (!ticket->error) ticket->error = std::make_exception_ptr(DatabaseError(text));
  }
}

}  // namespace cq::storage::sqlite
