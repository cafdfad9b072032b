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
using testing::MakeUnit;
using testing::RawDatabase;

// A backup that someone restores into the file while the server has it open.
class RestoredFileTest : public ::testing::Test {
 protected:
  std::vector<std::string> MirroredIds() const {
    std::vector<std::string> ids;
    for (const auto& [id, domains] : follower_.DomainsById()) ids.push_back(id);
    return ids;
  }

  testing::TemporaryFolder folder_;
  const std::string path_ = folder_.File("cq.db");
  const std::string backup_ = folder_.File("backup.db");
  std::unique_ptr<Database> database_ = OpenSqlite({.path = path_});
  FeedFollower follower_{database_->knowledge()};
};

TEST_F(RestoredFileTest, AnOlderStateStartsTheFollowerOver) {
  database_->knowledge().Insert(MakeUnit("ku_1"), {"x"});
  database_->Backup(backup_);
  database_->knowledge().Insert(MakeUnit("ku_2"), {"x"});
  follower_.CatchUp();
  const auto before = database_->changes().Generation();

  RawDatabase(path_).RestoreFrom(backup_);
  EXPECT_GT(database_->changes().Generation(), before);
  follower_.CatchUp();
  EXPECT_EQ(follower_.resets, 1);
  EXPECT_THAT(MirroredIds(), ElementsAre("ku_1"));
}

TEST_F(RestoredFileTest, ARestoredStateThatWentOnIsToldApartBySameNumbers) {
  database_->knowledge().Insert(MakeUnit("ku_1"), {});
  database_->Backup(backup_);
  database_->knowledge().Insert(MakeUnit("ku_2"), {});
  follower_.CatchUp();
  const auto reached = follower_.position.sequence;

  RawDatabase foreign(path_);
  foreign.RestoreFrom(backup_);
  foreign.Execute("INSERT INTO knowledge_units (id, data) VALUES ('ku_8', '{}'), ('ku_9', '{}')");
  ASSERT_GE(foreign.Int("SELECT MAX(sequence) FROM cq_changes"), reached);
  follower_.CatchUp();
  EXPECT_EQ(follower_.resets, 1);
  EXPECT_THAT(MirroredIds(), ElementsAre("ku_1", "ku_8", "ku_9"));
}

TEST_F(RestoredFileTest, AReferenceBackupIsMigratedWhileServing) {
  database_->knowledge().Insert(MakeUnit("ku_1"), {"x"});
  follower_.CatchUp();
  testing::CreateReferenceFile(backup_);
  RawDatabase(backup_).Execute(
      "INSERT INTO knowledge_units (id, data) VALUES ('ku_7', '{}');"
      "INSERT INTO knowledge_unit_domains VALUES ('ku_7', 'y')");

  RawDatabase foreign(path_);
  foreign.RestoreFrom(backup_);
  follower_.CatchUp();
  EXPECT_EQ(follower_.resets, 1);
  EXPECT_THAT(MirroredIds(), ElementsAre("ku_7"));
  EXPECT_EQ(foreign.Int("SELECT MAX(version) FROM cq_migrations"), 3);

  foreign.Execute("UPDATE knowledge_units SET status = 'approved'");
  follower_.CatchUp();
  EXPECT_EQ(follower_.resets, 0);
  EXPECT_THAT(follower_.changes, ElementsAre("ku_7"));
}

TEST_F(RestoredFileTest, RepositoriesWorkOnAReferenceBackupBeforeItIsMigrated) {
  testing::CreateReferenceFile(backup_);
  RawDatabase(path_).RestoreFrom(backup_);
  database_->knowledge().Insert(MakeUnit("ku_1"), {"x"});
  EXPECT_EQ(database_->reviews().Decide("ku_1", "approved", "demo", "now").status, "approved");
  EXPECT_EQ(database_->reviews().ListUnits({}).size(), 1U);
  follower_.CatchUp();
  EXPECT_THAT(MirroredIds(), ElementsAre("ku_1"));
}

TEST_F(RestoredFileTest, ANewerBackupIsRefused) {
  database_->Backup(backup_);
  RawDatabase(backup_).Execute(
      "INSERT INTO cq_migrations VALUES (99, 'later', 't'); DROP TRIGGER cq_unit_deleted");
  RawDatabase(path_).RestoreFrom(backup_);
  try {
    follower_.CatchUp();
    FAIL() << "followed a file of a newer release";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("migration 99"));
  }
}

}  // namespace
}  // namespace cq::storage
