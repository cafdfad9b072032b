#include <gmock/gmock.h>

#include "storage/backends.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

class UserRepositoryTest : public testing::RepositoryTest {};

TEST_P(UserRepositoryTest, FindsWhatWasCreated) {
  ASSERT_TRUE(users().Create("Zoë", "$2b$12$hash", "2026-11-23 20:34:31"));
  const auto user = users().FindByName("Zoë");
  ASSERT_TRUE(user);
  EXPECT_GT(user->id, 0);
  EXPECT_EQ(user->username, "Zoë");
  EXPECT_EQ(user->password_hash, "$2b$12$hash");
  EXPECT_EQ(user->created_at, "2026-11-23 20:34:31");
}

TEST_P(UserRepositoryTest, NamesAreComparedExactly) {
  ASSERT_TRUE(users().Create("demo", "h", "t"));
  for (const char* other : {"Demo", "demo ", "dem", ""}) {
    EXPECT_FALSE(users().FindByName(other)) << other;
  }
}

TEST_P(UserRepositoryTest, ATakenNameIsRefusedAndKeepsItsRow) {
  ASSERT_TRUE(users().Create("demo", "first", "t"));
  EXPECT_FALSE(users().Create("demo", "second", "t"));
  EXPECT_EQ(users().FindByName("demo")->password_hash, "first");
}

TEST_P(UserRepositoryTest, ReplacesThePasswordOfThatUserOnly) {
  users().Create("a", "old", "t");
  users().Create("b", "old", "t");
  EXPECT_TRUE(users().SetPasswordHash("a", "new"));
  EXPECT_FALSE(users().SetPasswordHash("c", "new"));
  EXPECT_EQ(users().FindByName("a")->password_hash, "new");
  EXPECT_EQ(users().FindByName("b")->password_hash, "old");
}

TEST_P(UserRepositoryTest, RemovesTheUserWithItsKeysAndKeepsUnits) {
  users().Create("a", "h", "t");
  const auto id = users().FindByName("a")->id;
  auth::ApiKey key;
  key.id = "k1";
  key.user_id = id;
  key.key_hash = "hash";
  key.expires_at = "2027";
  ASSERT_EQ(api_keys().InsertWithin(key, 20, "2026"), auth::InsertApiKeyOutcome::kInserted);
  knowledge().Insert(testing::MakeUnit("ku_1"), {"d"});

  EXPECT_TRUE(users().Remove("a"));
  EXPECT_FALSE(users().Remove("a"));
  EXPECT_FALSE(users().FindByName("a"));
  EXPECT_FALSE(api_keys().FindForUser(id, "k1"));
  EXPECT_TRUE(knowledge().Find("ku_1"));
}

TEST_P(UserRepositoryTest, AnIdIsNeverGivenTwice) {
  users().Create("a", "h", "t");
  const auto id = users().FindByName("a")->id;
  users().Remove("a");
  users().Create("b", "h", "t");
  EXPECT_GT(users().FindByName("b")->id, id);
}

TEST_P(UserRepositoryTest, ListsByName) {
  for (const char* name : {"c", "a", "b"}) users().Create(name, "h", "t");
  EXPECT_THAT(users().List(),
              ElementsAre(Field(&auth::User::username, "a"), Field(&auth::User::username, "b"),
                          Field(&auth::User::username, "c")));
}

CQ_FOR_ALL_BACKENDS(UserRepositoryTest);

}  // namespace
}  // namespace cq::storage
