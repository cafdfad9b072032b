#include "auth/bearer_authenticator.h"

#include <gtest/gtest.h>

#include <string>

#include "auth/cached_account_directory.h"
#include "crypto/random_bytes.h"
#include "unit/auth/fakes.h"

namespace cq::auth {
namespace {

class BearerAuthenticatorTest : public testing::Test {
 protected:
  BearerAuthenticatorTest() {
    users_.Create("demo", "hash", "then");
    api_key_ = service_.Create("demo", {.name = "k", .ttl = "1h", .labels = {}})->token;
  }

  std::string Session(std::string_view username) const {
    return sessions_.Create(username, clock_.Now());
  }

  crypto::RandomBytes random_;
  FakeClock clock_;
  FakeChangeSignal changes_;
  FakeUserRepository users_{changes_};
  FakeApiKeyRepository api_keys_{changes_};
  CachedAccountDirectory accounts_{users_, changes_};
  SessionTokens sessions_{"secret"};
  LastUsedRecorder last_used_{api_keys_, nullptr, {.interval = std::chrono::hours(1)}};
  ApiKeyService service_{{.api_keys = api_keys_,
                          .accounts = accounts_,
                          .changes = changes_,
                          .last_used = last_used_,
                          .random = random_,
                          .clock = clock_},
                         "pepper"};
  BearerAuthenticator authenticator_{sessions_, accounts_, service_, clock_};
  std::string api_key_;
};

TEST_F(BearerAuthenticatorTest, AcceptsEachCredentialOnItsRoutes) {
  const std::string session = "Bearer " + Session("demo");
  EXPECT_EQ(authenticator_.AuthenticateSession(session, AccountPresence::kRequired)->username,
            "demo");
  EXPECT_EQ(authenticator_.AuthenticateApiKey("Bearer " + api_key_)->username, "demo");
}

TEST_F(BearerAuthenticatorTest, CredentialsDoNotCross) {
  const auto session =
      authenticator_.AuthenticateSession("Bearer " + api_key_, AccountPresence::kAny);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().message, "Invalid or expired token");
  const auto key = authenticator_.AuthenticateApiKey("Bearer " + Session("demo"));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().message, "Invalid API key");
}

TEST_F(BearerAuthenticatorTest, WordsEachRefusalAsTheReference) {
  const std::string session = Session("demo");
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
    const auto principal = authenticator_.AuthenticateSession(c.header, AccountPresence::kAny);
    ASSERT_FALSE(principal);
    EXPECT_EQ(principal.error().code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(principal.error().message, c.message) << c.header.value_or("none");
    const auto by_key = authenticator_.AuthenticateApiKey(c.header);
    ASSERT_FALSE(by_key);
    EXPECT_EQ(by_key.error().message, "Invalid API key");
  }
}

TEST_F(BearerAuthenticatorTest, ARemovedAccountCountsWhereItIsRequired) {
  const std::string session = "Bearer " + Session("gone");
  EXPECT_TRUE(authenticator_.AuthenticateSession(session, AccountPresence::kAny));
  const auto refused = authenticator_.AuthenticateSession(session, AccountPresence::kRequired);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Invalid or expired token");
}

TEST_F(BearerAuthenticatorTest, TryingAsksTheDatabaseNothing) {
  const std::string session = "Bearer " + Session("demo");
  const int reads = users_.reads;
  EXPECT_TRUE(authenticator_.TryAuthenticateSession(session, AccountPresence::kAny).value());
  EXPECT_FALSE(authenticator_.TryAuthenticateSession("x", AccountPresence::kRequired).value());
  EXPECT_EQ(authenticator_.TryAuthenticateSession(session, AccountPresence::kRequired),
            std::nullopt);
  EXPECT_EQ(users_.reads, reads);
  EXPECT_TRUE(authenticator_.AuthenticateSession(session, AccountPresence::kRequired));
  EXPECT_TRUE(authenticator_.TryAuthenticateSession(session, AccountPresence::kRequired).value());
}

}  // namespace
}  // namespace cq::auth
