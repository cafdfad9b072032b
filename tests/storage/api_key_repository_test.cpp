#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "storage/backends.h"

namespace cq::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using enum auth::InsertApiKeyOutcome;

constexpr const char* kNow = "2026-11-23T20:00:00+00:00";
constexpr const char* kLater = "2026-12-23T20:00:00+00:00";
constexpr const char* kEarlier = "2026-10-23T20:00:00+00:00";

class ApiKeyRepositoryTest : public testing::RepositoryTest {
 protected:
  ApiKeyRepositoryTest() {
    users().Create("demo", "h", "t");
    users().Create("other", "h", "t");
    demo_ = users().FindByName("demo")->id;
    other_ = users().FindByName("other")->id;
  }

  auth::ApiKey Key(const std::string& id) const {
    auth::ApiKey key;
    key.id = id;
    key.user_id = demo_;
    key.name = "laptop";
    key.labels = {"a", "é, \"quoted\""};
    key.key_prefix = "abcdefgh";
    key.key_hash = "hash of " + id;
    key.ttl = "30d";
    key.expires_at = kLater;
    key.created_at = kNow;
    return key;
  }

  auth::InsertApiKeyOutcome Insert(const auth::ApiKey& key, std::size_t limit = 20) {
    return api_keys().InsertWithin(key, limit, kNow);
  }

  std::int64_t demo_ = 0;
  std::int64_t other_ = 0;
};

TEST_P(ApiKeyRepositoryTest, ReadsBackWhatWasInserted) {
  ASSERT_EQ(Insert(Key("k1")), kInserted);
  const auto found = api_keys().FindUnrevoked("k1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->username, "demo");
  const auth::ApiKey& key = found->key;
  EXPECT_EQ(key.id, "k1");
  EXPECT_EQ(key.user_id, demo_);
  EXPECT_EQ(key.name, "laptop");
  EXPECT_THAT(key.labels, ElementsAre("a", "é, \"quoted\""));
  EXPECT_EQ(key.key_prefix, "abcdefgh");
  EXPECT_EQ(key.key_hash, "hash of k1");
  EXPECT_EQ(key.ttl, "30d");
  EXPECT_EQ(key.expires_at, kLater);
  EXPECT_EQ(key.created_at, kNow);
  EXPECT_EQ(key.last_used_at, std::nullopt);
  EXPECT_EQ(key.revoked_at, std::nullopt);
}

TEST_P(ApiKeyRepositoryTest, AnUnknownKeyIsNotFound) {
  EXPECT_FALSE(api_keys().FindUnrevoked("k1"));
  EXPECT_FALSE(api_keys().FindForUser(demo_, "k1"));
}

TEST_P(ApiKeyRepositoryTest, AKeyBelongsToOneUser) {
  Insert(Key("k1"));
  EXPECT_TRUE(api_keys().FindForUser(demo_, "k1"));
  EXPECT_FALSE(api_keys().FindForUser(other_, "k1"));
}

TEST_P(ApiKeyRepositoryTest, RevokingIsIdempotentAndOnlyForTheOwner) {
  Insert(Key("k1"));
  api_keys().Revoke(other_, "k1", "first");
  EXPECT_TRUE(api_keys().FindUnrevoked("k1"));
  api_keys().Revoke(demo_, "k1", "second");
  api_keys().Revoke(demo_, "k1", "third");
  EXPECT_FALSE(api_keys().FindUnrevoked("k1"));
  EXPECT_EQ(api_keys().FindForUser(demo_, "k1")->revoked_at, "second");
}

TEST_P(ApiKeyRepositoryTest, TheCapCountsActiveKeysOfThatUserOnly) {
  auth::ApiKey expired = Key("expired");
  expired.expires_at = kEarlier;
  auth::ApiKey expiring_now = Key("expiring");
  expiring_now.expires_at = kNow;
  auth::ApiKey foreign = Key("foreign");
  foreign.user_id = other_;
  Insert(expired);
  Insert(expiring_now);
  Insert(foreign);
  Insert(Key("revoked"));
  api_keys().Revoke(demo_, "revoked", kNow);

  EXPECT_EQ(Insert(Key("k1"), 2), kInserted);
  EXPECT_EQ(Insert(Key("k2"), 2), kInserted);
  EXPECT_EQ(Insert(Key("k3"), 2), kLimitReached);
  EXPECT_FALSE(api_keys().FindForUser(demo_, "k3"));
}

TEST_P(ApiKeyRepositoryTest, ParallelCreationsStopAtTheCap) {
  std::atomic<int> inserted = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 5; ++i) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(i);
        if (Insert(Key(id)) == kInserted) ++inserted;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(inserted, 20);
  EXPECT_EQ(api_keys().ListForUser(demo_).size(), 20U);
}

TEST_P(ApiKeyRepositoryTest, AKeyOfNobodyThrowsAndLeavesNothing) {
  auth::ApiKey key = Key("k1");
  key.user_id = 4711;
  EXPECT_THROW(Insert(key), std::exception);
  EXPECT_FALSE(api_keys().FindForUser(4711, "k1"));
}

TEST_P(ApiKeyRepositoryTest, ListsNewestFirstAndEqualTimesAsInserted) {
  const std::vector<std::pair<const char*, const char*>> keys{
      {"b", kNow}, {"old", kEarlier}, {"a", kNow}, {"new", kLater}};
  for (const auto& [id, created_at] : keys) {
    auth::ApiKey key = Key(id);
    key.created_at = created_at;
    Insert(key);
  }
  EXPECT_THAT(api_keys().ListForUser(demo_),
              ElementsAre(Field(&auth::ApiKey::id, "new"), Field(&auth::ApiKey::id, "b"),
                          Field(&auth::ApiKey::id, "a"), Field(&auth::ApiKey::id, "old")));
  EXPECT_TRUE(api_keys().ListForUser(other_).empty());
}

TEST_P(ApiKeyRepositoryTest, RecordsLastUsesAndIgnoresUnknownKeys) {
  Insert(Key("k1"));
  Insert(Key("k2"));
  api_keys().TouchLastUsed({{"k1", "one"}, {"unknown", "x"}, {"k2", "two"}});
  EXPECT_EQ(api_keys().FindForUser(demo_, "k1")->last_used_at, "one");
  EXPECT_EQ(api_keys().FindForUser(demo_, "k2")->last_used_at, "two");
  api_keys().TouchLastUsed({});
}

CQ_FOR_ALL_BACKENDS(ApiKeyRepositoryTest);

}  // namespace
}  // namespace cq::storage
