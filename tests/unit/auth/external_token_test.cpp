// Access tokens of the identity provider beside sessions and API keys.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "auth/bearer_authenticator.h"
#include "crypto/base64url.h"
#include "unit/auth/accounts_fixture.h"
#include "unit/auth/fake_external_accounts.h"

namespace cq::auth {
namespace {

const std::string kIssuer = "https://idp.example";

// Knows some tokens; remembers which it was asked for.
class FakeVerifier final : public TokenVerifier {
 public:
  std::optional<ExternalIdentity> TryVerify(std::string_view token) override {
    const auto found = remembered.find(std::string(token));
    if (found == remembered.end()) return std::nullopt;
    return found->second;
  }
  Verification Verify(std::string_view token, Patience patience) override {
    asked.emplace_back(token);
    last_patience = patience;
    const auto found = answers.find(std::string(token));
    if (found == answers.end()) return TokenRefusal{.reason = "malformed", .detail = {}};
    return found->second;
  }

  std::map<std::string, ExternalIdentity> remembered;
  std::map<std::string, Verification> answers;
  std::vector<std::string> asked;
  std::optional<Patience> last_patience;
};

// A compact JWS whose header names the algorithm.
std::string TokenOf(std::string_view algorithm) {
  return crypto::EncodeBase64Url("{\"alg\":\"" + std::string(algorithm) + "\"}") + ".e30.c2ln";
}

class ExternalTokenTest : public testing::Test, protected AccountsFixture {
 protected:
  ExternalTokenTest() { verifier_.answers.emplace(token_, alice_); }

  Authentication Session(const std::string& credential) {
    return both_.AuthenticateSession("Bearer " + credential, AccountPresence::kRequired,
                                     Patience::kMayWait);
  }
  Authentication Key(const std::string& credential) {
    return both_.AuthenticateApiKey("Bearer " + credential, Patience::kMayWait);
  }
  AuthenticationRefusal Refused(Verification verification) {
    verifier_.answers.insert_or_assign(token_, std::move(verification));
    return Session(token_).error();
  }

  const std::string token_ = TokenOf("RS256");
  const ExternalIdentity alice_{kIssuer, "s1", "alice"};
  FakeVerifier verifier_;
  FakeExternalAccountRepository repository_{users, changes};
  ExternalAccounts external_accounts_{
      {.accounts = repository_, .changes = changes, .random = random, .clock = clock}};
  BearerAuthenticator both_{sessions, accounts, api_keys, clock,
                            ExternalTokens{verifier_, external_accounts_}};
};

TEST_F(ExternalTokenTest, IsAcceptedWhereverASessionOrAnApiKeyIs) {
  EXPECT_EQ(Session(token_)->username, "alice");
  const Authentication by_key = Key(token_);
  EXPECT_EQ(by_key->username, "alice");
  EXPECT_EQ(by_key->api_key_id, "") << "no key was used";
  EXPECT_TRUE(users.FindByName("alice")) << "created on first sight";
}

TEST_F(ExternalTokenTest, TheKindsOfCredentialsNeverCross) {
  const std::string api_key =
      api_keys.Create("demo", {.name = "k", .ttl = "1h", .labels = {}})->token;
  const std::string session = sessions.Create("demo", clock.Now());
  EXPECT_EQ(Session(session)->username, "demo");
  EXPECT_EQ(Key(api_key)->username, "demo");
  EXPECT_FALSE(Session(api_key));
  EXPECT_FALSE(Key(session));
  EXPECT_FALSE(Session("cqa.v1.x")) << "an API key, if a broken one";
  EXPECT_FALSE(Session(TokenOf("HS256"))) << "a session, if a forged one";
  EXPECT_FALSE(Key(TokenOf("HS256")));
  EXPECT_TRUE(verifier_.asked.empty());
  for (const char* other : {"none", "hs256", "HS512", "RS256"}) {
    verifier_.asked.clear();
    Session(TokenOf(other));
    EXPECT_EQ(verifier_.asked.size(), 1U) << other;
  }
}

TEST_F(ExternalTokenTest, RefusalsCarryTheRoutesTextAndAChallenge) {
  const AuthenticationRefusal none =
      both_.AuthenticateSession(std::nullopt, AccountPresence::kAny, Patience::kMayWait).error();
  EXPECT_EQ(none.error.message, "Missing or invalid authorization header");
  EXPECT_EQ(none.challenge, Challenge::kMissingToken);
  const AuthenticationRefusal bad = Session("x").error();
  EXPECT_EQ(bad.error.message, "Invalid or expired token");
  EXPECT_EQ(bad.error.code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(bad.challenge, Challenge::kInvalidToken);
  EXPECT_EQ(bad.reason, "malformed");
  EXPECT_EQ(Key("x").error().error.message, "Invalid API key");
  EXPECT_EQ(Session("cqa.v1.x").error().challenge, Challenge::kInvalidToken);
}

TEST_F(ExternalTokenTest, AGoodTokenOfNobodyIsForbidden) {
  const AuthenticationRefusal refused =
      Refused(TokenRefusal{.kind = TokenRefusal::Kind::kUnusableIdentity,
                           .reason = "email_unverified",
                           .detail = "the e-mail address is not verified"});
  EXPECT_EQ(refused.error.code, ErrorCode::kForbidden);
  EXPECT_EQ(refused.error.message, "the e-mail address is not verified");
  EXPECT_EQ(refused.reason, "email_unverified");
  EXPECT_EQ(refused.challenge, Challenge::kNone);
}

TEST_F(ExternalTokenTest, ANameOfALocalUserIsForbidden) {
  const AuthenticationRefusal refused = Refused(ExternalIdentity{kIssuer, "s9", "demo"});
  EXPECT_EQ(refused.error.code, ErrorCode::kForbidden);
  EXPECT_EQ(refused.reason, "name_taken");
}

TEST_F(ExternalTokenTest, WithoutKeysItIsUnavailable) {
  const AuthenticationRefusal refused =
      Refused(TokenRefusal{.kind = TokenRefusal::Kind::kUnavailable,
                           .reason = "keys_unavailable",
                           .detail = {},
                           .retry_after = std::chrono::seconds(7)});
  EXPECT_EQ(refused.error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(refused.retry_after, std::chrono::seconds(7));
}

TEST_F(ExternalTokenTest, WaitingForKeysIsPassedOn) {
  bool waited = false;
  const AuthenticationRefusal pending =
      Refused(KeysPending{[&waited](const std::function<void()>&) { waited = true; }});
  ASSERT_TRUE(pending.pending);
  pending.pending->wait([] {});
  EXPECT_TRUE(waited);
  EXPECT_EQ(verifier_.last_patience, Patience::kMayWait);
  both_.AuthenticateApiKey("Bearer " + token_, Patience::kHasWaited).error();
  EXPECT_EQ(verifier_.last_patience, Patience::kHasWaited);
}

TEST_F(ExternalTokenTest, TryingUsesOnlyWhatIsRemembered) {
  const auto attempt = [this] {
    return both_.TryAuthenticateSession("Bearer " + token_, AccountPresence::kRequired);
  };
  EXPECT_EQ(attempt(), std::nullopt) << "never verified";
  verifier_.remembered.emplace(token_, alice_);
  EXPECT_EQ(attempt(), std::nullopt) << "the account is not known yet";
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Session(token_));
  const auto known = attempt();
  ASSERT_TRUE(known && *known);
  EXPECT_EQ((*known)->username, "alice");
  EXPECT_EQ(verifier_.asked.size(), 2U);
}

TEST_F(ExternalTokenTest, WithoutAProviderThereIsNoChallenge) {
  const AuthenticationRefusal refused =
      authenticator
          .AuthenticateSession("Bearer " + token_, AccountPresence::kAny, Patience::kMayWait)
          .error();
  EXPECT_EQ(refused.challenge, Challenge::kNone);
  EXPECT_EQ(refused.reason, "");
  EXPECT_TRUE(verifier_.asked.empty());
}

}  // namespace
}  // namespace cq::auth
