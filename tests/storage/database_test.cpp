#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>

#include "storage/backends.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using testing::MakeUnit;

class DatabaseTest : public testing::RepositoryTest {};

TEST_P(DatabaseTest, ANewDatabaseIsHealthyAndEmpty) {
  EXPECT_EQ(database().Health(), "");
  EXPECT_TRUE(users().List().empty());
  knowledge().VisitAll([](const knowledge::UnitRow&) { FAIL() << "a unit in a new database"; });
}

TEST_P(DatabaseTest, CheckpointKeepsEverything) {
  knowledge().Insert(MakeUnit("ku_1"), {"x"});
  database().Checkpoint();
  EXPECT_TRUE(knowledge().Find("ku_1"));
}

TEST_P(DatabaseTest, MoreThreadsThanConnectionsReadAndWrite) {
  std::vector<std::jthread> threads;
  std::atomic<int> found = 0;
  for (int thread = 0; thread < 12; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        const std::string id = "ku_" + std::to_string(thread) + "_" + std::to_string(i);
        knowledge().Insert(MakeUnit(id), {"x", "y"});
        if (knowledge().Find(id)) ++found;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(found, 240);
}

CQ_FOR_ALL_BACKENDS(DatabaseTest);

TEST(DatabaseTimerTest, IsToldOfReadsAndWrites) {
  std::atomic<int> reads = 0;
  std::atomic<int> writes = 0;
  const auto database =
      OpenSqlite({.path = ":memory:"}, [&](std::string_view kind, std::chrono::nanoseconds time) {
        EXPECT_GE(time.count(), 0);
        ++(kind == "read" ? reads : writes);
      });
  database->users().Create("demo", "h", "t");
  EXPECT_EQ(writes, 1);
  EXPECT_EQ(reads, 0);
  database->users().FindByName("demo");
  EXPECT_EQ(writes, 1);
  EXPECT_EQ(reads, 1);
}

}  // namespace
}  // namespace cq::storage
