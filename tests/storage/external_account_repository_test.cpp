#include <gmock/gmock.h>

#include <latch>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "storage/backends.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using auth::ExternalAccount;
using auth::ExternalIdentity;
using auth::LinkOutcome;
using auth::ResolveFailure;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kIssuer = "https://idp.example";

class ExternalAccountRepositoryTest : public testing::RepositoryTest {
 protected:
  auto Resolve(const std::string& subject, const std::string& username,
               const std::string& issuer = kIssuer) {
    return external_accounts().Resolve({issuer, subject, username}, "no password", "2026");
  }

  std::int64_t IdOf(const std::string& username) { return users().FindByName(username)->id; }
};

TEST_P(ExternalAccountRepositoryTest, FirstSightCreatesALinkedUser) {
  const auto created = Resolve("s1", "Zoë");
  ASSERT_TRUE(created);
  EXPECT_EQ(created->username, "Zoë");
  const auto row = users().FindByName("Zoë");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->id, created->id);
  EXPECT_EQ(row->password_hash, "no password");
  EXPECT_EQ(row->created_at, "2026");
  const auto accounts = external_accounts().List();
  ASSERT_THAT(accounts, SizeIs(1));
  EXPECT_EQ(accounts[0].issuer, kIssuer);
  EXPECT_EQ(accounts[0].subject, "s1");
  EXPECT_EQ(accounts[0].username, "Zoë");
  EXPECT_EQ(accounts[0].linked_at, "2026");
}

TEST_P(ExternalAccountRepositoryTest, LaterSightsFindTheSameUserAndWriteNothing) {
  const auto first = Resolve("s1", "alice");
  const auto generation = database().changes().Generation();
  const auto second = Resolve("s1", "alice");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(database().changes().Generation(), generation);
  EXPECT_THAT(users().List(), SizeIs(1));
}

TEST_P(ExternalAccountRepositoryTest, AccountsAreComparedExactly) {
  ASSERT_TRUE(Resolve("s1", "alice"));
  ASSERT_TRUE(external_accounts().Find(kIssuer, "s1"));
  EXPECT_FALSE(external_accounts().Find(kIssuer, "S1"));
  EXPECT_FALSE(external_accounts().Find(kIssuer, "s1 "));
  EXPECT_FALSE(external_accounts().Find(kIssuer, std::string("s1\0", 3)));
  EXPECT_FALSE(external_accounts().Find(kIssuer + "/", "s1"));
  EXPECT_EQ(Resolve("S1", "alice").error(), ResolveFailure::kNameTaken);
}

TEST_P(ExternalAccountRepositoryTest, TheNameOfALocalUserIsNeverTakenOver) {
  users().Create("alice", "local hash", "t");
  const auto refused = Resolve("s1", "alice");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), ResolveFailure::kNameTaken);
  EXPECT_EQ(users().FindByName("alice")->password_hash, "local hash");
  EXPECT_THAT(external_accounts().List(), IsEmpty());
}

TEST_P(ExternalAccountRepositoryTest, TheNameOfAnotherAccountIsNeverTakenOver) {
  const auto alice = Resolve("s1", "alice");
  EXPECT_EQ(Resolve("s2", "alice").error(), ResolveFailure::kNameTaken);
  EXPECT_EQ(Resolve("s1", "alice", "https://other.example").error(), ResolveFailure::kNameTaken);
  EXPECT_EQ(external_accounts().Find(kIssuer, "s1")->id, alice->id);
}

TEST_P(ExternalAccountRepositoryTest, ARenameKeepsTheIdAndTheKeys) {
  const auto before = Resolve("s1", "alice");
  auth::ApiKey key;
  key.id = "k1";
  key.user_id = before->id;
  key.key_hash = "hash";
  key.expires_at = "2027";
  ASSERT_EQ(api_keys().InsertWithin(key, 20, "2026"), auth::InsertApiKeyOutcome::kInserted);

  const auto after = Resolve("s1", "alice.smith");
  ASSERT_TRUE(after);
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->username, "alice.smith");
  EXPECT_FALSE(users().FindByName("alice"));
  EXPECT_EQ(api_keys().FindUnrevoked("k1")->username, "alice.smith");
  EXPECT_THAT(external_accounts().List(), SizeIs(1));
}

TEST_P(ExternalAccountRepositoryTest, ARenameToATakenNameChangesNothing) {
  const auto alice = Resolve("s1", "alice");
  users().Create("bob", "local hash", "t");
  const auto bob = IdOf("bob");
  EXPECT_EQ(Resolve("s1", "bob").error(), ResolveFailure::kRenameTaken);
  EXPECT_EQ(IdOf("alice"), alice->id);
  EXPECT_EQ(IdOf("bob"), bob);
  EXPECT_EQ(external_accounts().Find(kIssuer, "s1")->username, "alice");
}

TEST_P(ExternalAccountRepositoryTest, ANameThatWasLeftIsFreeForAnotherAccount) {
  const auto first = Resolve("s1", "alice");
  Resolve("s1", "alice.smith");
  const auto second = Resolve("s2", "alice");
  ASSERT_TRUE(second);
  EXPECT_NE(second->id, first->id);
  EXPECT_EQ(Resolve("s1", "alice").error(), ResolveFailure::kRenameTaken);
}

TEST_P(ExternalAccountRepositoryTest, LinkingLetsALocalUserIn) {
  users().Create("alice", "local hash", "t");
  EXPECT_EQ(external_accounts().Link("alice", kIssuer, "s1", "now"), LinkOutcome::kLinked);
  EXPECT_EQ(external_accounts().Link("alice", kIssuer, "s1", "later"), LinkOutcome::kLinked);
  const auto resolved = Resolve("s1", "alice");
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->id, IdOf("alice"));
  EXPECT_EQ(resolved->password_hash, "local hash");
  EXPECT_EQ(external_accounts().List().at(0).linked_at, "now");
}

TEST_P(ExternalAccountRepositoryTest, OneAccountOfAnIssuerPerUserAndOneUserPerAccount) {
  for (const char* name : {"alice", "bob"}) users().Create(name, "h", "t");
  ASSERT_EQ(external_accounts().Link("alice", kIssuer, "s1", "t"), LinkOutcome::kLinked);
  EXPECT_EQ(external_accounts().Link("bob", kIssuer, "s1", "t"),
            LinkOutcome::kAccountLinkedElsewhere);
  EXPECT_EQ(external_accounts().Link("alice", kIssuer, "s2", "t"),
            LinkOutcome::kUserLinkedElsewhere);
  EXPECT_EQ(external_accounts().Link("nobody", kIssuer, "s3", "t"), LinkOutcome::kUnknownUser);
  EXPECT_EQ(external_accounts().Link("alice", "https://other.example", "s1", "t"),
            LinkOutcome::kLinked);
  EXPECT_THAT(external_accounts().List(), SizeIs(2));
}

TEST_P(ExternalAccountRepositoryTest, UnlinkingEndsThatLinkOnly) {
  Resolve("s1", "alice");
  Resolve("s2", "bob");
  EXPECT_TRUE(external_accounts().Unlink("alice", kIssuer));
  EXPECT_FALSE(external_accounts().Unlink("alice", kIssuer));
  EXPECT_FALSE(external_accounts().Unlink("bob", "https://other.example"));
  EXPECT_FALSE(external_accounts().Unlink("nobody", kIssuer));
  EXPECT_FALSE(external_accounts().Find(kIssuer, "s1"));
  EXPECT_TRUE(external_accounts().Find(kIssuer, "s2"));
  EXPECT_EQ(Resolve("s1", "alice").error(), ResolveFailure::kNameTaken);
}

TEST_P(ExternalAccountRepositoryTest, ARemovedUserTakesItsLinkAlong) {
  const auto before = Resolve("s1", "alice");
  users().Remove("alice");
  EXPECT_THAT(external_accounts().List(), IsEmpty());
  EXPECT_FALSE(external_accounts().Find(kIssuer, "s1"));
  const auto after = Resolve("s1", "alice");
  ASSERT_TRUE(after);
  EXPECT_NE(after->id, before->id);
}

TEST_P(ExternalAccountRepositoryTest, ListsByName) {
  for (const char* name : {"c", "a", "b"}) Resolve(std::string("s-") + name, name);
  std::vector<std::string> names;
  for (const ExternalAccount& account : external_accounts().List()) {
    names.push_back(account.username);
  }
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
}

TEST_P(ExternalAccountRepositoryTest, ConcurrentFirstSightsCreateOneUser) {
  constexpr int kThreads = 8;
  for (int round = 0; round < 10; ++round) {
    const std::string name = "person-" + std::to_string(round);
    std::latch start(kThreads);
    std::vector<std::int64_t> ids(kThreads);
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
          start.arrive_and_wait();
          const auto user = Resolve("subject of " + name, name);
          if (user) ids[static_cast<std::size_t>(thread)] = user->id;
        });
      }
    }
    EXPECT_EQ(std::set(ids.begin(), ids.end()), std::set{IdOf(name)});
  }
  EXPECT_THAT(users().List(), SizeIs(10));
}

TEST_P(ExternalAccountRepositoryTest, TwoAccountsThatWantOneNameGetOneUser) {
  for (int round = 0; round < 10; ++round) {
    const std::string name = "person-" + std::to_string(round);
    std::latch start(2);
    std::vector<int> successes(2);
    {
      std::vector<std::jthread> threads;
      for (const int side : {0, 1}) {
        threads.emplace_back([&, side] {
          start.arrive_and_wait();
          const auto user = Resolve(name + std::to_string(side), name);
          successes[static_cast<std::size_t>(side)] = user.has_value() ? 1 : 0;
        });
      }
    }
    EXPECT_EQ(successes[0] + successes[1], 1);
  }
}

CQ_FOR_ALL_BACKENDS(ExternalAccountRepositoryTest);

}  // namespace
}  // namespace cq::storage
