#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "storage/database.h"
#include "storage/sample_units.h"
#include "storage/sqlite/raw_database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using ::testing::HasSubstr;
using testing::MakeUnit;
using testing::RawDatabase;

class BackupTest : public ::testing::TestWithParam<const char*> {
 protected:
  std::size_t FilesInFolder() const {
    const std::filesystem::directory_iterator files(copies_.path());
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  testing::TemporaryFolder folder_;
  testing::TemporaryFolder copies_;
  const std::string copy_ = copies_.File("copy.db");
  std::unique_ptr<Database> database_ =
      OpenSqlite({.path = std::string(GetParam()) == "file" ? folder_.File("cq.db") : ":memory:"});
};

TEST_P(BackupTest, IsOneFileThatOpensWithEverything) {
  database_->users().Create("demo", "h", "t");
  database_->knowledge().Insert(MakeUnit("ku_1"), {"x"});
  database_->Backup(copy_);
  EXPECT_EQ(FilesInFolder(), 1U);
  const auto copy = OpenSqlite({.path = copy_});
  EXPECT_TRUE(copy->users().FindByName("demo"));
  EXPECT_TRUE(copy->knowledge().Find("ku_1"));
}

TEST_P(BackupTest, IsForTheOwnerOnly) {
  database_->Backup(copy_);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(copy_).permissions(), perms::owner_read | perms::owner_write);
}

TEST_P(BackupTest, RefusesAnExistingDestination) {
  std::ofstream(copy_) << "precious";
  try {
    database_->Backup(copy_);
    FAIL() << "overwrote a file";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("exists"));
  }
  EXPECT_EQ(std::filesystem::file_size(copy_), 8U);
  EXPECT_EQ(FilesInFolder(), 1U);
}

TEST_P(BackupTest, AFolderThatIsNotThereIsAClearError) {
  EXPECT_THROW(database_->Backup(copies_.File("none/copy.db")), DatabaseError);
}

INSTANTIATE_TEST_SUITE_P(Sources, BackupTest, ::testing::Values("file", "memory"));

// Of files only: in memory a reader and a busy writer lock each other out.
TEST(BackupOfAFileTest, IsConsistentWhileOthersWrite) {
  const testing::TemporaryFolder folder;
  const auto database = OpenSqlite({.path = folder.File("cq.db")});
  const std::string destination = folder.File("copy.db");
  std::atomic<int> written = 0;
  std::jthread writer([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      database->knowledge().Insert(MakeUnit("ku_" + std::to_string(i)), {"x", "y"});
      written = i + 1;
    }
  });
  while (written < 20) std::this_thread::yield();
  const int before = written;
  database->Backup(destination);
  writer.request_stop();
  writer.join();
  RawDatabase copy(destination);
  EXPECT_EQ(copy.Text("PRAGMA integrity_check"), "ok");
  EXPECT_GE(copy.Int("SELECT COUNT(*) FROM knowledge_units"), before);
  EXPECT_EQ(copy.Int("SELECT COUNT(*) FROM knowledge_unit_domains"),
            2 * copy.Int("SELECT COUNT(*) FROM knowledge_units"));
}

}  // namespace
}  // namespace cq::storage
