#include "oidc/verdict_cache.h"

#include <gtest/gtest.h>

#include "unit/oidc/provider_key.h"

namespace cq::oidc {
namespace {

constexpr TimePoint kNow{std::chrono::seconds(1'800'000'000)};
constexpr TimePoint kExpiry = kNow + std::chrono::seconds(60);

class VerdictCacheTest : public ::testing::Test {
 protected:
  static KeySet Keys(const std::vector<std::string>& jwks, std::uint64_t version) {
    return {.keys = jose::JwkSet::Parse(KeySetJson(jwks)).value(),
            .version = version,
            .fetched_at = {}};
  }
  static std::string FirstJwk() {
    static const std::string jwk = ProviderKey::Ec().Jwk("a");
    return jwk;
  }
  static Verdict Of(const std::string& name, const KeySet& keys) {
    return {.identity = {.issuer = "https://i.example", .subject = "s", .username = name},
            .expires_at = kExpiry,
            .key = keys.keys.keys()[0],
            .keys_version = keys.version};
  }
  std::string Find(const std::string& token, TimePoint now, const KeySet& keys) {
    const auto identity = cache_.Find(token, now, keys);
    return identity ? identity->username : "";
  }

  const KeySet keys_ = Keys({FirstJwk()}, 1);
  VerdictCache cache_{2};
};

TEST_F(VerdictCacheTest, RemembersUntilTheTokenExpires) {
  cache_.Remember("token", Of("alice", keys_));
  EXPECT_EQ(Find("token", kNow, keys_), "alice");
  EXPECT_EQ(Find("tokem", kNow, keys_), "");
  EXPECT_EQ(Find("token", kExpiry - std::chrono::microseconds(1), keys_), "alice");
  EXPECT_EQ(Find("token", kExpiry, keys_), "");
  EXPECT_EQ(cache_.size(), 0U);
}

TEST_F(VerdictCacheTest, OutlivesARefreshThatKeepsTheKey) {
  cache_.Remember("token", Of("alice", keys_));
  EXPECT_EQ(Find("token", kNow, Keys({ProviderKey::Ec().Jwk("b"), FirstJwk()}, 2)), "alice");
}

TEST_F(VerdictCacheTest, ForgetsWhoseKeyIsGone) {
  for (const KeySet& keys :
       {Keys({ProviderKey::Ec().Jwk("b")}, 2), Keys({ProviderKey::Ec().Jwk("a")}, 3)}) {
    cache_.Remember("token", Of("alice", keys_));
    EXPECT_EQ(Find("token", kNow, keys), "") << keys.version;
    EXPECT_EQ(cache_.size(), 0U);
  }
}

TEST_F(VerdictCacheTest, TheOneUnusedForLongestMakesRoom) {
  cache_.Remember("first", Of("1", keys_));
  cache_.Remember("second", Of("2", keys_));
  EXPECT_EQ(Find("first", kNow, keys_), "1");
  cache_.Remember("third", Of("3", keys_));
  EXPECT_EQ(cache_.size(), 2U);
  EXPECT_EQ(Find("first", kNow, keys_), "1");
  EXPECT_EQ(Find("second", kNow, keys_), "");
  EXPECT_EQ(Find("third", kNow, keys_), "3");
}

TEST_F(VerdictCacheTest, RememberingAgainReplaces) {
  cache_.Remember("token", Of("alice", keys_));
  cache_.Remember("token", Of("bob", keys_));
  EXPECT_EQ(cache_.size(), 1U);
  EXPECT_EQ(Find("token", kNow, keys_), "bob");
}

TEST_F(VerdictCacheTest, AnotherTokenWithTheSameEndIsAnother) {
  const std::string end(16, 'e');
  cache_.Remember("one" + end, Of("alice", keys_));
  EXPECT_EQ(Find("two" + end, kNow, keys_), "");
  EXPECT_EQ(Find("one" + end, kNow, keys_), "alice");
  cache_.Remember("two" + end, Of("bob", keys_));
  EXPECT_EQ(Find("two" + end, kNow, keys_), "bob");
  EXPECT_EQ(Find("one" + end, kNow, keys_), "");
  EXPECT_EQ(cache_.size(), 1U);
}

TEST_F(VerdictCacheTest, MayHaveNoRoomAtAll) {
  VerdictCache none(0);
  none.Remember("token", Of("alice", keys_));
  EXPECT_EQ(none.size(), 0U);
}

}  // namespace
}  // namespace cq::oidc
