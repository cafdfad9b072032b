#include "storage/sqlite/write_queue.h"

#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

#include "storage/temporary_folder.h"

namespace cq::storage::sqlite {
namespace {

class WriteQueueTest : public ::testing::Test {
 protected:
  WriteQueueTest() { connection_.Execute("CREATE TABLE entries (name TEXT UNIQUE)"); }

  static WriteQueue::Operation Insert(const std::string& name) {
    return [name](Connection& connection) {
      sqlite::Run(connection, "INSERT INTO entries VALUES (?1)", name);
    };
  }

  // Runs the operations as one group: they queue up while another one holds the lead. Returns what
  // each threw, or "".
  std::vector<std::string> RunTogether(const std::vector<WriteQueue::Operation>& operations) {
    std::vector<std::string> failures(operations.size());
    std::latch release(1);
    std::jthread leader([&] { EXPECT_NO_THROW(queue_.Run([&](Connection&) { release.wait(); })); });
    while (queue_.Depth() < 1) std::this_thread::yield();
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < operations.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          queue_.Run(operations[i]);
        } catch (const std::exception& failure) {
          failures[i] = failure.what();
        }
      });
      while (queue_.Depth() < i + 2) std::this_thread::yield();
    }
    release.count_down();
    threads.clear();
    return failures;
  }

  std::int64_t Count(const std::string& name) {
    Query query(connection_, "SELECT COUNT(*) FROM entries WHERE name = ?1", name);
    query.Step();
    return query.Int(0);
  }

  testing::TemporaryFolder folder_;
  int transactions_ = 0;
  DatabaseTimer timer_ = [this](const char*, std::chrono::nanoseconds) { ++transactions_; };
  Connection connection_{{.path = folder_.File("queue.db")}, ConnectionRole::kWriter};
  WriteQueue queue_{connection_, timer_};
};

TEST_F(WriteQueueTest, ThoseWhoWaitShareOneTransaction) {
  const auto failures = RunTogether({Insert("a"), Insert("b"), Insert("c")});
  EXPECT_THAT(failures, ::testing::Each(""));
  EXPECT_EQ(Count("a") + Count("b") + Count("c"), 3);
  EXPECT_EQ(transactions_, 2);  // the one that held the lead, and theirs
}

TEST_F(WriteQueueTest, AGroupIsBounded) {
  std::vector<WriteQueue::Operation> operations;
  for (std::size_t i = 0; i <= WriteQueue::kMaxBatch; ++i) {
    operations.push_back(Insert(std::to_string(i)));
  }
  EXPECT_THAT(RunTogether(operations), ::testing::Each(""));
  EXPECT_EQ(transactions_, 3);
}

TEST_F(WriteQueueTest, AFailingOperationUndoesItselfOnly) {
  const auto failures = RunTogether({
      Insert("a"),
      [](Connection& connection) {
        Insert("half")(connection);
        throw std::out_of_range("refused");
      },
      [](Connection& connection) {
        Insert("other half")(connection);
        Insert("a")(connection);
      },
      Insert("b"),
  });
  EXPECT_EQ(failures[0], "");
  EXPECT_EQ(failures[1], "refused");
  EXPECT_THAT(failures[2], ::testing::HasSubstr("UNIQUE"));
  EXPECT_EQ(failures[3], "");
  EXPECT_EQ(Count("a") + Count("b"), 2);
  EXPECT_EQ(Count("half") + Count("other half"), 0);
}

TEST_F(WriteQueueTest, AFailedCommitFailsTheWholeGroup) {
  // Refuses from the second commit on: the first is that of the operation which held the lead.
  int commits = 0;
  sqlite3_commit_hook(
      connection_.handle(), [](void* count) { return ++*static_cast<int*>(count) == 1 ? 0 : 1; },
      &commits);
  const auto failures = RunTogether({Insert("a"), Insert("b")});
  EXPECT_NE(failures[0], "");
  EXPECT_NE(failures[1], "");
  sqlite3_commit_hook(connection_.handle(), nullptr, nullptr);
  EXPECT_EQ(Count("a") + Count("b"), 0);
  queue_.Run(Insert("c"));
  EXPECT_EQ(Count("c"), 1);
}

TEST_F(WriteQueueTest, AnOperationThatEndsTheTransactionFailsTheWholeGroup) {
  const auto failures = RunTogether({
      Insert("a"),
      [](Connection& connection) { connection.Execute("ROLLBACK"); },
      Insert("b"),
  });
  EXPECT_THAT(failures, ::testing::Each(::testing::Ne("")));
  EXPECT_EQ(Count("a") + Count("b"), 0);
}

TEST_F(WriteQueueTest, AFullVolumeLosesNothingThatWasAcknowledged) {
  connection_.Execute("PRAGMA max_page_count = 20");
  const std::string large(200'000, 'x');
  const auto failures = RunTogether({Insert("a"), Insert(large), Insert("b")});
  EXPECT_THAT(failures[1], ::testing::HasSubstr("free space"));
  EXPECT_EQ(Count("a"), failures[0].empty() ? 1 : 0);
  EXPECT_EQ(Count(large), 0);
  EXPECT_EQ(Count("b"), failures[2].empty() ? 1 : 0);
}

TEST_F(WriteQueueTest, ManyWritersAllGetTheirOwnAnswer) {
  std::vector<std::jthread> threads;
  std::atomic<int> refused = 0;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        try {
          queue_.Run(Insert(std::to_string(i)));
        } catch (const DatabaseError&) {
          ++refused;
        }
      }
    });
  }
  threads.clear();
  EXPECT_EQ(refused, 7 * 50);
}

}  // namespace
}  // namespace cq::storage::sqlite
