#include "auth/external_accounts.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "crypto/password_hasher.h"
#include "crypto/random_bytes.h"
#include "unit/auth/fake_external_accounts.h"

namespace cq::auth {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kIssuer = "https://idp.example";

class ExternalAccountsTest : public testing::Test {
 protected:
  static ExternalIdentity Identity(std::string subject, std::string username) {
    return {kIssuer, std::move(subject), std::move(username)};
  }

  FakeClock clock_;
  FakeChangeSignal changes_;
  crypto::RandomBytes random_;
  FakeUserRepository users_{changes_};
  FakeExternalAccountRepository repository_{users_, changes_};
  ExternalAccounts accounts_{
      {.accounts = repository_, .changes = changes_, .random = random_, .clock = clock_}};
};

TEST_F(ExternalAccountsTest, FirstSightCreatesAUserWithoutPassword) {
  const auto user = accounts_.Resolve(Identity("s1", "alice"));
  ASSERT_TRUE(user);
  EXPECT_EQ(user->username, "alice");
  EXPECT_EQ(user->created_at, "2027-01-15T08:00:00+00:00");
  EXPECT_THAT(user->password_hash, AllOf(testing::StartsWith("$2b$12$"), SizeIs(60)));
  const auto other = accounts_.Resolve(Identity("s2", "bob"));
  EXPECT_NE(other->password_hash, user->password_hash);
}

TEST_F(ExternalAccountsTest, AsksTheDatabaseOnce) {
  const ExternalIdentity alice = Identity("s1", "alice");
  EXPECT_FALSE(accounts_.TryResolve(alice));
  ASSERT_TRUE(accounts_.Resolve(alice));
  ASSERT_TRUE(accounts_.Resolve(alice));  // creating the user was a change
  const int asked = repository_.resolutions;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(accounts_.Resolve(alice));
    const auto known = accounts_.TryResolve(alice);
    ASSERT_TRUE(known && *known);
    EXPECT_EQ((*known)->username, "alice");
  }
  EXPECT_EQ(repository_.resolutions, asked);
}

TEST_F(ExternalAccountsTest, RemembersRefusalsToo) {
  users_.Create("alice", "hash", "t");
  const ExternalIdentity stranger = Identity("s1", "alice");
  ASSERT_FALSE(accounts_.Resolve(stranger));
  const int asked = repository_.resolutions;
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(accounts_.Resolve(stranger));
    const auto known = accounts_.TryResolve(stranger);
    ASSERT_TRUE(known);
    EXPECT_FALSE(*known);
  }
  EXPECT_EQ(repository_.resolutions, asked);
}

TEST_F(ExternalAccountsTest, NoticesEveryChangeOfTheDatabase) {
  const ExternalIdentity alice = Identity("s1", "alice");
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(accounts_.Resolve(alice));
  ASSERT_TRUE(accounts_.TryResolve(alice));

  repository_.Unlink("alice", kIssuer);
  EXPECT_FALSE(accounts_.TryResolve(alice));
  EXPECT_FALSE(accounts_.Resolve(alice));

  repository_.Link("alice", kIssuer, "s1", "t");
  EXPECT_FALSE(accounts_.TryResolve(alice));
  EXPECT_TRUE(accounts_.Resolve(alice));
}

TEST_F(ExternalAccountsTest, ANewNameOfAKnownAccountIsNotAnsweredFromTheCache) {
  const auto before = accounts_.Resolve(Identity("s1", "alice"));
  ASSERT_TRUE(accounts_.Resolve(Identity("s1", "alice")));
  EXPECT_FALSE(accounts_.TryResolve(Identity("s1", "alice.smith")));
  const auto after = accounts_.Resolve(Identity("s1", "alice.smith"));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->username, "alice.smith");
}

TEST_F(ExternalAccountsTest, AccountsThatLookAlikeJoinedAreToldApart) {
  struct Pair {
    ExternalIdentity known;
    ExternalIdentity other;
  };
  const std::vector<Pair> pairs{
      {{kIssuer, "s1", "alice"}, {kIssuer, "s1a", "lice"}},
      {{kIssuer, "s2", "bob"}, {kIssuer + "s", "2", "bob"}},
      {{kIssuer, "s3", "carol"}, {kIssuer, std::string("s3\0c", 4), "arol"}},
  };
  for (const Pair& pair : pairs) {
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(accounts_.Resolve(pair.known));
    EXPECT_TRUE(accounts_.TryResolve(pair.known));
    EXPECT_FALSE(accounts_.TryResolve(pair.other));
  }
}

TEST_F(ExternalAccountsTest, ATakenNameIsForbiddenAndNamesTheCommand) {
  users_.Create("alice", "hash", "t");
  const auto refused = accounts_.Resolve(Identity("248289761001", "alice"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("'alice'"), HasSubstr("'248289761001'"),
                                             HasSubstr("cq-server user link")));
  EXPECT_EQ(users_.FindByName("alice")->password_hash, "hash");
}

TEST_F(ExternalAccountsTest, ARenameToATakenNameIsForbiddenAndNamesTheCommands) {
  ASSERT_TRUE(accounts_.Resolve(Identity("s1", "alice")));
  users_.Create("bob", "hash", "t");
  const auto refused = accounts_.Resolve(Identity("s1", "bob"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
  EXPECT_THAT(refused.error().message,
              AllOf(HasSubstr("'bob'"), HasSubstr("'s1'"), HasSubstr("cq-server user unlink")));
  EXPECT_TRUE(users_.FindByName("alice"));
}

TEST_F(ExternalAccountsTest, WhatIsNoUserNameIsForbiddenBeforeTheDatabaseIsAsked) {
  const std::vector<std::string> names{
      "",     " \t ",     "\u2003",  std::string(257, 'x'), "a\nb", std::string("a\0b", 3),
      "\x7f", "\xff\xfe", "a\u0085b"};
  for (const std::string& name : names) {
    const auto refused = accounts_.Resolve(Identity("s1", name));
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, ErrorCode::kForbidden) << name;
    EXPECT_THAT(refused.error().message, HasSubstr("identity claim")) << name;
    EXPECT_FALSE(accounts_.TryResolve(Identity("s1", name))) << name;
  }
  EXPECT_EQ(repository_.resolutions, 0);
  std::string longest;
  for (int i = 0; i < 256; ++i) longest += "ë";
  EXPECT_TRUE(accounts_.Resolve(Identity("s1", longest)));
}

}  // namespace
}  // namespace cq::auth
