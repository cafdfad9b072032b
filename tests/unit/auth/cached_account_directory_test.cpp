#include "auth/cached_account_directory.h"

#include <gtest/gtest.h>

#include "unit/auth/fakes.h"

namespace cq::auth {
namespace {

class CachedAccountDirectoryTest : public testing::Test {
 protected:
  CachedAccountDirectoryTest() { users_.Create("demo", "hash", "then"); }

  FakeChangeSignal changes_;
  FakeUserRepository users_{changes_};
  CachedAccountDirectory directory_{users_, changes_, 2};
};

TEST_F(CachedAccountDirectoryTest, AsksTheDatabaseOnce) {
  EXPECT_FALSE(directory_.TryFind("demo"));
  ASSERT_TRUE(directory_.Find("demo"));
  ASSERT_TRUE(directory_.Find("demo"));
  EXPECT_EQ(users_.reads, 1);
  const auto known = directory_.TryFind("demo");
  ASSERT_TRUE(known && *known);
  EXPECT_EQ((*known)->created_at, "then");
}

TEST_F(CachedAccountDirectoryTest, NoticesEveryChange) {
  directory_.Find("demo");
  users_.SetPasswordHash("demo", "new");
  EXPECT_FALSE(directory_.TryFind("demo"));
  EXPECT_EQ(directory_.Find("demo")->password_hash, "new");
  users_.Remove("demo");
  EXPECT_FALSE(directory_.Find("demo"));
}

TEST_F(CachedAccountDirectoryTest, UnknownNamesNeitherStayNorPushOthersOut) {
  directory_.Find("demo");
  for (const char* name : {"a", "b", "c", "d"}) {
    EXPECT_FALSE(directory_.Find(name));
    EXPECT_FALSE(directory_.TryFind(name));
  }
  EXPECT_TRUE(directory_.TryFind("demo"));
}

TEST_F(CachedAccountDirectoryTest, StaysWithinItsCapacity) {
  for (const char* name : {"a", "b", "c"}) users_.Create(name, "hash", "then");
  for (const char* name : {"demo", "a", "b"}) directory_.Find(name);
  EXPECT_FALSE(directory_.TryFind("demo"));
  EXPECT_TRUE(directory_.TryFind("b"));
}

// The value was read before the change, so it must not be remembered as of after it.
TEST(GenerationCacheTest, AChangeDuringTheReadInvalidatesIt) {
  FakeChangeSignal changes;
  GenerationCache<int> cache(changes, 10);
  const auto value = cache.GetOrLoad("x", [&](std::string_view) {
    changes.Bump();
    return std::optional<int>(1);
  });
  EXPECT_EQ(value, 1);
  EXPECT_EQ(cache.TryGet("x"), std::nullopt);
}

// A slow reader must not put a stale value back.
TEST(GenerationCacheTest, AnOlderReadDoesNotReplaceANewerOne) {
  FakeChangeSignal changes;
  GenerationCache<int> cache(changes, 10);
  cache.GetOrLoad("x", [&](std::string_view) {
    changes.Bump();
    cache.GetOrLoad("x", [](std::string_view) { return std::optional<int>(2); });
    return std::optional<int>(1);
  });
  EXPECT_EQ(cache.TryGet("x"), 2);
}

}  // namespace
}  // namespace cq::auth
