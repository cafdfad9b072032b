#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <latch>
#include <semaphore>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "storage/database.h"
#include "storage/sqlite/raw_database.h"
#include "storage/temporary_folder.h"

namespace cq::storage {
namespace {

using testing::RawDatabase;
using ::testing::SizeIs;

const std::string kIssuer = "https://idp.example";

// Other programs that write to the users table, without foreign keys.
class ExternalAccountSafetyTest : public ::testing::Test {
 protected:
  ExternalAccountSafetyTest() {
    foreign_.Execute("PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = OFF");
  }

  auto Resolve(const std::string& subject, const std::string& username) {
    return database_->external_accounts().Resolve({kIssuer, subject, username}, "h", "t");
  }
  bool IsLinked(const std::string& subject) {
    return database_->external_accounts().Find(kIssuer, subject).has_value();
  }
  std::int64_t Links() { return foreign_.Int("SELECT COUNT(*) FROM cq_external_accounts"); }

  testing::TemporaryFolder folder_;
  const std::string path_ = folder_.File("cq.db");
  std::unique_ptr<Database> database_ = OpenSqlite({.path = path_});
  RawDatabase foreign_{path_};
};

TEST_F(ExternalAccountSafetyTest, ARecycledIdInheritsNoLink) {
  struct Case {
    const char* description;
    std::string sql;  // leaves user 7 as somebody else
  };
  const std::vector<Case> cases{
      {"removed and added",
       "DELETE FROM users WHERE id = 7; INSERT INTO users VALUES (7, 'mallory', 'h', 't')"},
      {"replaced by id", "INSERT OR REPLACE INTO users VALUES (7, 'mallory', 'h', 't')"},
      {"replaced by name, then the id again",
       "INSERT OR REPLACE INTO users VALUES (8, 'alice', 'h', 't');"
       "INSERT INTO users VALUES (7, 'mallory', 'h', 't')"},
      {"renumbered",
       "UPDATE users SET id = 9 WHERE id = 7;"
       "INSERT INTO users VALUES (10, 'mallory', 'h', 't'); UPDATE users SET id = 7 WHERE id = 10"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.description);
    foreign_.Execute("DELETE FROM users; INSERT INTO users VALUES (7, 'alice', 'h', 't')");
    ASSERT_EQ(database_->external_accounts().Link("alice", kIssuer, "s1", "t"),
              auth::LinkOutcome::kLinked);
    foreign_.Execute(each.sql);
    EXPECT_EQ(database_->users().FindByName("mallory")->id, 7);
    EXPECT_FALSE(IsLinked("s1"));
    EXPECT_EQ(Links(), 0);
  }
}

TEST_F(ExternalAccountSafetyTest, ARefusedInsertKeepsTheLink) {
  ASSERT_TRUE(Resolve("s1", "alice"));
  EXPECT_FALSE(database_->users().Create("alice", "h", "t"));
  foreign_.Execute(
      "INSERT OR IGNORE INTO users (username, password_hash, created_at) "
      "VALUES ('alice', 'h', 't')");
  EXPECT_THROW(foreign_.Execute("INSERT INTO users (username, password_hash, created_at) "
                                "VALUES ('alice', 'h', 't')"),
               std::runtime_error);
  foreign_.Execute("UPDATE users SET password_hash = 'other', username = 'renamed'");
  EXPECT_TRUE(IsLinked("s1"));
}

TEST_F(ExternalAccountSafetyTest, ADanglingRowLinksNobodyAndIsReplaced) {
  foreign_.Execute("INSERT INTO cq_external_accounts VALUES ('" + kIssuer + "', 's1', 999, 't')");
  EXPECT_FALSE(IsLinked("s1"));
  EXPECT_THAT(database_->external_accounts().List(), SizeIs(0));
  ASSERT_TRUE(Resolve("s1", "alice"));
  EXPECT_TRUE(IsLinked("s1"));
  EXPECT_EQ(Links(), 1);
}

TEST_F(ExternalAccountSafetyTest, StartingMendsTheTriggersAndDropsDanglingRows) {
  ASSERT_TRUE(Resolve("s1", "alice"));
  foreign_.Execute("DROP TRIGGER cq_linked_user_deleted; DELETE FROM users");
  OpenSqlite({.path = path_});
  EXPECT_EQ(Links(), 0);
  EXPECT_EQ(foreign_.Int("SELECT COUNT(*) FROM sqlite_schema WHERE name LIKE 'cq_linked_user_%'"),
            3);
}

TEST_F(ExternalAccountSafetyTest, AFileRestoredFromBeforeTheMigrationGoesOn) {
  const std::string old = folder_.File("old.db");
  testing::CreateReferenceFile(old);
  ASSERT_TRUE(Resolve("s1", "alice"));
  foreign_.RestoreFrom(old);
  EXPECT_FALSE(IsLinked("s1"));
  EXPECT_THAT(database_->external_accounts().List(), SizeIs(0));
  EXPECT_TRUE(Resolve("s1", "alice"));
  EXPECT_TRUE(IsLinked("s1"));
}

// What was free when this server looked is taken when its turn to write has come.
TEST_F(ExternalAccountSafetyTest, WhatAnotherServerCommitsMeanwhileCounts) {
  std::binary_semaphore has_read(0);
  const auto server =
      OpenSqlite({.path = path_}, [&](const char* kind, std::chrono::nanoseconds /*duration*/) {
        if (std::string_view(kind) == "read") has_read.release();
      });
  const auto resolve_while = [&](const std::string& sql) {
    foreign_.Execute("BEGIN IMMEDIATE;" + sql);
    auto resolving = std::async(std::launch::async, [&] {
      return server->external_accounts().Resolve({kIssuer, "s1", "alice"}, "h", "t");
    });
    has_read.acquire();
    foreign_.Execute("COMMIT");
    return resolving.get();
  };

  const auto refused = resolve_while("INSERT INTO users VALUES (7, 'alice', 'h', 't')");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), auth::ResolveFailure::kNameTaken);

  foreign_.Execute("DELETE FROM users");
  const auto resolved = resolve_while(
      "INSERT INTO users VALUES (8, 'alice', 'h', 't');"
      "INSERT INTO cq_external_accounts VALUES ('" +
      kIssuer + "', 's1', 8, 't')");
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->id, 8);
  EXPECT_EQ(foreign_.Int("SELECT COUNT(*) FROM users"), 1);
}

TEST_F(ExternalAccountSafetyTest, TwoServersOnOneFileCreateOneUser) {
  const auto other = OpenSqlite({.path = path_});
  for (int round = 0; round < 20; ++round) {
    const std::string name = "person-" + std::to_string(round);
    std::latch start(2);
    std::vector<std::int64_t> ids(2);
    {
      std::vector<std::jthread> servers;
      for (std::size_t server = 0; server < 2; ++server) {
        servers.emplace_back([&, server] {
          auto& accounts = (server == 0 ? *database_ : *other).external_accounts();
          start.arrive_and_wait();
          const auto user = accounts.Resolve({kIssuer, name, name}, "h", "t");
          if (user) ids[server] = user->id;
        });
      }
    }
    EXPECT_THAT(std::set(ids.begin(), ids.end()), SizeIs(1));
    EXPECT_GT(ids[0], 0);
  }
  EXPECT_THAT(database_->users().List(), SizeIs(20));
}

}  // namespace
}  // namespace cq::storage
