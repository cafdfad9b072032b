#include <gmock/gmock.h>

#include "storage/database.h"
#include "storage/feed_follower.h"
#include "storage/sample_units.h"
#include "storage/sqlite/raw_database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using ::testing::ElementsAre;
using testing::FeedFollower;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeUnit;
using testing::RawDatabase;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

// Another process that writes to the file while the server has it open.
class ForeignWriterTest : public ::testing::Test {
 protected:
  ForeignWriterTest() {
    for (const char* id : {"ku_1", "ku_2", "ku_3"}) {
      database_->knowledge().Insert(MakeUnit(id), {"x"});
    }
    follower_.CatchUp();
  }

  testing::TemporaryFolder folder_;
  const std::string path_ = folder_.File("cq.db");
  std::unique_ptr<Database> database_ =
      OpenSqlite({.path = path_, .busy_timeout = std::chrono::milliseconds(20)});
  RawDatabase foreign_{path_};
  FeedFollower follower_{database_->knowledge()};
};

TEST_F(ForeignWriterTest, ItsWritesChangeTheGeneration) {
  const auto before = database_->changes().Generation();
  foreign_.Text("SELECT COUNT(*) FROM users");
  EXPECT_EQ(database_->changes().Generation(), before);
  foreign_.Execute(
      "INSERT INTO users (username, password_hash, created_at) "
      "VALUES ('demo', 'h', datetime('now'))");
  EXPECT_GT(database_->changes().Generation(), before);
  EXPECT_TRUE(database_->users().FindByName("demo"));
}

TEST_F(ForeignWriterTest, AnUncommittedWriteIsNoChangeAndBlocksNoReader) {
  const auto before = database_->changes().Generation();
  foreign_.Execute("BEGIN IMMEDIATE; DELETE FROM knowledge_units");
  EXPECT_EQ(database_->changes().Generation(), before);
  EXPECT_TRUE(database_->knowledge().Find("ku_1"));
  EXPECT_EQ(database_->Health(), "");
  foreign_.Execute("ROLLBACK");
  EXPECT_EQ(database_->changes().Generation(), before);
}

TEST_F(ForeignWriterTest, AWriteThatWaitsTooLongNamesTheMend) {
  foreign_.Execute("BEGIN IMMEDIATE");
  try {
    database_->users().Create("demo", "h", "t");
    FAIL() << "wrote beside another writer";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("busy timeout"));
  }
  foreign_.Execute("COMMIT");
  EXPECT_TRUE(database_->users().Create("demo", "h", "t"));
}

TEST_F(ForeignWriterTest, ItsWritesAreInTheFeed) {
  struct Case {
    const char* sql;
    std::vector<std::string> changed;
    int removals;
  };
  // In order, on one database.
  const std::vector<Case> cases{
      {"INSERT INTO knowledge_units (id, data) VALUES ('ku_4', '{}')", {"ku_4"}, 0},
      {"UPDATE knowledge_units SET status = 'approved' WHERE id IN ('ku_1', 'ku_2')",
       {"ku_1", "ku_2"},
       0},
      {"INSERT INTO knowledge_unit_domains VALUES ('ku_4', 'y')", {"ku_4"}, 0},
      {"UPDATE knowledge_unit_domains SET unit_id = 'ku_3' WHERE unit_id = 'ku_4'",
       {"ku_3", "ku_4"},
       0},
      {"DELETE FROM knowledge_unit_domains WHERE domain = 'y'", {"ku_3"}, 0},
      {"DELETE FROM knowledge_units WHERE id = 'ku_1'", {}, 1},
      {"INSERT OR REPLACE INTO knowledge_units (id, data) VALUES ('ku_2', 'new')", {"ku_2"}, 1},
      {"UPDATE knowledge_units SET rowid = 99 WHERE id = 'ku_2'", {"ku_2"}, 1},
      {"INSERT OR IGNORE INTO knowledge_units (id, data) VALUES ('ku_2', 'x')", {"ku_2"}, 0},
      {"BEGIN; DELETE FROM knowledge_units; ROLLBACK", {}, 0},
      {"DELETE FROM knowledge_units", {}, 3},
  };
  // Off is SQLite's default, which Debian's library changes.
  foreign_.Execute("PRAGMA recursive_triggers = OFF");
  for (const Case& each : cases) {
    SCOPED_TRACE(each.sql);
    foreign_.Execute(each.sql);
    follower_.CatchUp();
    EXPECT_EQ(follower_.resets, 0);
    EXPECT_THAT(follower_.changes, UnorderedElementsAreArray(each.changed));
    EXPECT_EQ(follower_.removals, each.removals);
    std::vector<std::string> mirrored;
    for (const auto& [row_id, indexed] : follower_.units) mirrored.push_back(indexed.row.id);
    EXPECT_THAT(mirrored,
                UnorderedElementsAreArray(foreign_.Column("SELECT id FROM knowledge_units")));
  }
}

TEST_F(ForeignWriterTest, AReusedRowNumberShowsTheNewUnit) {
  foreign_.Execute("DELETE FROM knowledge_units WHERE id = 'ku_3'");
  foreign_.Execute("INSERT INTO knowledge_units (id, data) VALUES ('ku_9', '{}')");
  follower_.CatchUp();
  EXPECT_THAT(follower_.changes, ElementsAre("ku_9"));
  EXPECT_THAT(follower_.units, ::testing::SizeIs(3));
}

TEST_F(ForeignWriterTest, AnEmptiedFeedIsStartedAnew) {
  foreign_.Execute("DELETE FROM cq_changes");
  follower_.CatchUp();
  EXPECT_EQ(follower_.resets, 1);
  EXPECT_THAT(follower_.changes, UnorderedElementsAre("ku_1", "ku_2", "ku_3"));
  follower_.CatchUp();
  EXPECT_EQ(follower_.resets, 0);
  EXPECT_THAT(follower_.changes, IsEmpty());
}

}  // namespace
}  // namespace cq::storage
