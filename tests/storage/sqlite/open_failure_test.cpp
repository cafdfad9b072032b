#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "storage/database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string OpenFailure(const std::string& path) {
  try {
    OpenSqlite({.path = path});
  } catch (const DatabaseError& error) {
    return error.what();
  }
  return "opened";
}

TEST(OpenFailureTest, IsOneLineThatNamesPathAndMend) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.File("text.db")) << std::string(4096, 'x');
  std::ofstream(folder.File("file")) << "x";
  struct Case {
    std::string path;
    std::string named;
    const char* reason;
  };
  const std::vector<Case> cases{
      {folder.path().string(), folder.path().string(), "is a directory"},
      {folder.File("text.db"), folder.File("text.db"), "not a SQLite database"},
      {folder.File("file/cq.db"), folder.File("file"), "cannot create the database folder"},
      {"/proc/cq.db", "/proc/cq.db", "the server's user may write"},
      {"", "", "path is empty"},
  };
  for (const Case& each : cases) {
    EXPECT_THAT(OpenFailure(each.path),
                AllOf(HasSubstr(each.named), HasSubstr(each.reason), Not(HasSubstr("\n"))));
  }
}

TEST(OpenFailureTest, ANameThatLooksLikeAUriIsAFile) {
  const testing::TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  OpenSqlite({.path = "file:cq.db?mode=memory"});
  std::filesystem::current_path(before);
  EXPECT_TRUE(std::filesystem::exists(folder.File("file:cq.db?mode=memory")));
}

TEST(CheckpointTest, EmptiesTheLog) {
  const testing::TemporaryFolder folder;
  const auto database = OpenSqlite({.path = folder.File("cq.db")});
  database->users().Create("demo", "h", "t");
  ASSERT_TRUE(std::filesystem::exists(folder.File("cq.db-wal")));
  database->Checkpoint();
  EXPECT_EQ(std::filesystem::file_size(folder.File("cq.db-wal")), 0U);
}

TEST(CloseTest, LeavesNoLogBehind) {
  const testing::TemporaryFolder folder;
  {
    const auto database = OpenSqlite({.path = folder.File("cq.db")});
    database->users().Create("demo", "h", "t");
    database->users().FindByName("demo");
  }
  EXPECT_FALSE(std::filesystem::exists(folder.File("cq.db-wal")));
  EXPECT_FALSE(std::filesystem::exists(folder.File("cq.db-shm")));
}

}  // namespace
}  // namespace cq::storage
