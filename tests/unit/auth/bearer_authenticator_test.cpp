#include "auth/bearer_authenticator.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/auth/accounts_fixture.h"

namespace cq::auth {
namespace {

class BearerAuthenticatorTest : public testing::Test, protected AccountsFixture {
 protected:
  BearerAuthenticatorTest()
      : api_key_("Bearer " +
                 api_keys.Create("demo", {.name = "k", .ttl = "1h", .labels = {}})->token) {}

  std::string api_key_;
};

TEST_F(BearerAuthenticatorTest, AcceptsEachCredentialOnItsRoutes) {
  const std::string session = SessionOf("demo");
  EXPECT_EQ(
      authenticator.AuthenticateSession(session, AccountPresence::kRequired, Patience::kMayWait)
          ->username,
      "demo");
  EXPECT_EQ(authenticator.AuthenticateApiKey(api_key_, Patience::kMayWait)->username, "demo");
}

TEST_F(BearerAuthenticatorTest, CredentialsDoNotCross) {
  const auto session =
      authenticator.AuthenticateSession(api_key_, AccountPresence::kAny, Patience::kMayWait);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().error.message, "Invalid or expired token");
  const auto key = authenticator.AuthenticateApiKey(SessionOf("demo"), Patience::kMayWait);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().error.message, "Invalid API key");
}

TEST_F(BearerAuthenticatorTest, WordsEachRefusalAsTheReference) {
  const std::string session = sessions.Create("demo", clock.Now());
  struct Case {
    std::optional<std::string> header;
    const char* message;
  };
  const Case cases[] = {
      {std::nullopt, "Missing or invalid authorization header"},
      {"", "Missing or invalid authorization header"},
      {"Bearer", "Missing or invalid authorization header"},
      {"bearer " + session, "Missing or invalid authorization header"},
      {"Basic " + session, "Missing or invalid authorization header"},
      {" Bearer " + session, "Missing or invalid authorization header"},
      {"Bearer\t" + session, "Missing or invalid authorization header"},
      {"Bearer ", "Invalid or expired token"},
      {"Bearer  " + session, "Invalid or expired token"},
      {"Bearer " + session + " ", "Invalid or expired token"},
      {"Bearer x", "Invalid or expired token"},
  };
  for (const Case& c : cases) {
    const auto principal =
        authenticator.AuthenticateSession(c.header, AccountPresence::kAny, Patience::kMayWait);
    ASSERT_FALSE(principal);
    EXPECT_EQ(principal.error().error.code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(principal.error().error.message, c.message) << c.header.value_or("none");
    const auto by_key = authenticator.AuthenticateApiKey(c.header, Patience::kMayWait);
    ASSERT_FALSE(by_key);
    EXPECT_EQ(by_key.error().error.message, "Invalid API key");
  }
}

TEST_F(BearerAuthenticatorTest, ARemovedAccountCountsWhereItIsRequired) {
  const std::string session = SessionOf("gone");
  EXPECT_TRUE(
      authenticator.AuthenticateSession(session, AccountPresence::kAny, Patience::kMayWait));
  const auto refused =
      authenticator.AuthenticateSession(session, AccountPresence::kRequired, Patience::kMayWait);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error.message, "Invalid or expired token");
}

TEST_F(BearerAuthenticatorTest, TryingAsksTheDatabaseNothing) {
  const std::string session = SessionOf("demo");
  const int reads = users.reads;
  EXPECT_TRUE(authenticator.TryAuthenticateSession(session, AccountPresence::kAny).value());
  EXPECT_FALSE(authenticator.TryAuthenticateSession("x", AccountPresence::kRequired).value());
  EXPECT_EQ(authenticator.TryAuthenticateSession(session, AccountPresence::kRequired),
            std::nullopt);
  EXPECT_EQ(users.reads, reads);
  EXPECT_TRUE(
      authenticator.AuthenticateSession(session, AccountPresence::kRequired, Patience::kMayWait));
  EXPECT_TRUE(authenticator.TryAuthenticateSession(session, AccountPresence::kRequired).value());
}

}  // namespace
}  // namespace cq::auth
