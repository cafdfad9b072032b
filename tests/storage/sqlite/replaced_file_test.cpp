#include <gmock/gmock.h>

#include <filesystem>

#include "storage/database.h"
#include "storage/sample_units.h"
#include "storage/sqlite/raw_database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using ::testing::HasSubstr;
using testing::MakeUnit;

class ReplacedFileTest : public ::testing::Test {
 protected:
  std::string WriteFailure() {
    try {
      database_->knowledge().Insert(MakeUnit("ku_1"), {"x"});
    } catch (const DatabaseError& error) {
      return error.what();
    }
    return "acknowledged";
  }

  testing::TemporaryFolder folder_;
  const std::string path_ = folder_.File("cq.db");
  std::unique_ptr<Database> database_ = OpenSqlite({.path = path_, .reader_connections = 1});
};

TEST_F(ReplacedFileTest, NothingIsAcknowledgedIntoARemovedFile) {
  ASSERT_EQ(database_->Health(), "");
  std::filesystem::remove(path_);
  EXPECT_THAT(WriteFailure(), HasSubstr("restart the server"));
  EXPECT_THAT(database_->Health(), HasSubstr("restart the server"));
}

TEST_F(ReplacedFileTest, NothingIsAcknowledgedBesideANewFile) {
  ASSERT_EQ(database_->Health(), "");
  std::filesystem::rename(path_, folder_.File("old.db"));
  testing::CreateReferenceFile(path_);
  EXPECT_THAT(WriteFailure(), HasSubstr("restart the server"));
  EXPECT_THAT(database_->Health(), HasSubstr("restart the server"));
}

TEST_F(ReplacedFileTest, NoReaderIsOpenedOnTheNewFile) {
  std::filesystem::rename(path_, folder_.File("old.db"));
  testing::CreateReferenceFile(path_);
  EXPECT_THROW(database_->users().FindByName("demo"), DatabaseError);
  EXPECT_THAT(database_->Health(), HasSubstr("restart the server"));
}

}  // namespace
}  // namespace cq::storage
