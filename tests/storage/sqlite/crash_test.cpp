#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>

#include "storage/sample_units.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/raw_database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using testing::MakeUnit;
using testing::RawDatabase;

// A process that is killed in the middle of its work.
class Victim {
 public:
  explicit Victim(const std::function<void(int acknowledge)>& work) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    process_ = fork();
    if (process_ == 0) {
      work(pipe_ends[1]);
      _exit(1);
    }
    close(pipe_ends[1]);
    acknowledged_ = pipe_ends[0];
  }
  ~Victim() { close(acknowledged_); }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  // Kills it after that many acknowledgements; returns how many there were in the end.
  int KillAfter(int count) {
    int read_count = 0;
    while (read_count < count && ReadOne()) ++read_count;
    kill(process_, SIGKILL);
    while (ReadOne()) ++read_count;
    Wait();
    return read_count;
  }

  bool WasKilled() { return WIFSIGNALED(Wait()) && WTERMSIG(status_) == SIGKILL; }

 private:
  bool ReadOne() const {
    char byte = 0;
    return read(acknowledged_, &byte, 1) == 1;
  }

  int Wait() {
    if (process_ > 0) waitpid(process_, &status_, 0);
    process_ = 0;
    return status_;
  }

  pid_t process_ = 0;
  int acknowledged_ = -1;
  int status_ = 0;
};

TEST(CrashTest, NoAcknowledgedWriteIsLost) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.File("cq.db");
  for (int round = 0; round < 20; ++round) {
    const std::string prefix = "ku_" + std::to_string(round) + "_";
    Victim victim([&](int acknowledge) {
      const auto database = OpenSqlite({.path = path});
      for (int i = 0;; ++i) {
        database->knowledge().Insert(MakeUnit(prefix + std::to_string(i)), {"x", "y"});
        if (write(acknowledge, "+", 1) != 1) return;
      }
    });
    const int acknowledged = victim.KillAfter(1 + round * 7);
    ASSERT_GT(acknowledged, round * 7);

    const auto database = OpenSqlite({.path = path});
    for (int i = 0; i < acknowledged; ++i) {
      EXPECT_TRUE(database->knowledge().Find(prefix + std::to_string(i))) << prefix << i;
    }
    RawDatabase raw(path);
    EXPECT_EQ(raw.Text("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(raw.Int("SELECT COUNT(*) FROM knowledge_unit_domains"),
              2 * raw.Int("SELECT COUNT(*) FROM knowledge_units"));
  }
}

TEST(CrashTest, AKilledMigrationIsDoneByTheNextStart) {
  for (int killed_in = 0; killed_in <= 3; ++killed_in) {
    SCOPED_TRACE(killed_in);
    const testing::TemporaryFolder folder;
    const DatabaseOptions options{.path = folder.File("cq.db")};
    RawDatabase(options.path)
        .Execute(
            "CREATE TABLE knowledge_units (id TEXT PRIMARY KEY, data TEXT NOT NULL);"
            "INSERT INTO knowledge_units VALUES ('ku_1', '{\"domains\":[\"x\"]}')");
    Victim victim([&](int) {
      sqlite::Connection connection(options, sqlite::ConnectionRole::kWriter);
      sqlite::Migrate(connection, [&](int version) {
        if (version == killed_in) raise(SIGKILL);
      });
    });
    ASSERT_TRUE(victim.WasKilled());

    EXPECT_EQ(CheckSqliteMigrations(options).current, std::max(killed_in - 1, 0));
    const auto database = OpenSqlite(options);
    EXPECT_EQ(database->knowledge().Find("ku_1")->status, "pending");
    EXPECT_EQ(CheckSqliteMigrations(options).current, 3);
    EXPECT_EQ(RawDatabase(options.path).Text("PRAGMA integrity_check"), "ok");
  }
}

}  // namespace
}  // namespace cq::storage
