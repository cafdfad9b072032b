#include "oidc/oidc_token_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "crypto/base64url.h"
#include "unit/oidc/provider_fixture.h"

namespace cq::oidc {
namespace {

using auth::Patience;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class OidcTokenVerifierTest : public ProviderFixture {
 protected:
  OidcTokenVerifierTest() { Serve({first_key().Jwk("a")}); }

  static std::string WithBadSignature(std::string token) {
    char& c = token[token.rfind('.') + 5];
    c = c == 'A' ? 'B' : 'A';
    return token;
  }
  std::string Remembered(std::string_view token) {
    const auto identity = verifier_->TryVerify(token);
    return identity ? identity->username : "";
  }
};

TEST_F(OidcTokenVerifierTest, KnowsWhoAGoodTokenSpeaksFor) {
  static const ProviderKey rsa = ProviderKey::Rsa();
  Serve({first_key().Jwk("a"), rsa.Jwk("r")});
  Start();
  for (const std::string& token : {Token(first_key(), "a"), Token(rsa, "r")}) {
    const auth::Verification verification = Verify(token);
    const auto* identity = std::get_if<auth::ExternalIdentity>(&verification);
    ASSERT_NE(identity, nullptr) << Describe(verification);
    EXPECT_EQ(identity->issuer, kIssuer);
    EXPECT_EQ(identity->subject, "alice");
    EXPECT_EQ(identity->username, "alice");
  }
  EXPECT_EQ(fetcher_.count(), 1U);
}

TEST_F(OidcTokenVerifierTest, RemembersGoodTokens) {
  Start();
  const std::string token = Token(first_key(), "a");
  EXPECT_EQ(Remembered(token), "");
  EXPECT_EQ(Outcome(token), "alice");
  EXPECT_EQ(Remembered(token), "alice");
  EXPECT_EQ(Outcome(token), "alice");
  EXPECT_EQ(Remembered(WithBadSignature(token)), "");
  EXPECT_THAT(observer_.verifications(),
              UnorderedElementsAre(Pair("verified", 1), Pair("remembered", 2)));
}

TEST_F(OidcTokenVerifierTest, RemembersNothingPastItsExpiry) {
  Start();
  const std::string token = first_key().Sign(
      Header("a", "ES256"), R"({"iss":")" + kIssuer + R"(","aud":"cq","sub":"alice","exp":)" +
                                std::to_string(kNow + 60) + "}");
  EXPECT_EQ(Outcome(token), "alice");
  wall_.Set(At(kNow + 60));
  EXPECT_EQ(Remembered(token), "");
  EXPECT_EQ(Outcome(token), "alice") << "within the clock skew";
  EXPECT_EQ(Remembered(token), "") << "which is no reason to remember it";
  wall_.Set(At(kNow + 120));
  EXPECT_EQ(Outcome(token), "expired");
}

struct Refused {
  std::string name;
  std::string header;
  std::string claims;
  std::string reason;
};

class RefusedTokenTest : public OidcTokenVerifierTest,
                         public ::testing::WithParamInterface<Refused> {};

// The first three steps need no key, and nothing is fetched for a token that fails one of them.
TEST_P(RefusedTokenTest, NeverFetches) {
  Start();
  const std::string token = first_key().Sign(GetParam().header, GetParam().claims);
  EXPECT_EQ(Outcome(token), GetParam().reason);
  EXPECT_EQ(fetcher_.count(), 1U);
  EXPECT_THAT(observer_.verifications(), ElementsAre(Pair(GetParam().reason, 1)));
}

std::string ClaimsOf(std::string_view issuer, std::string_view audience, std::int64_t expiry) {
  return R"({"sub":"x","iss":")" + std::string(issuer) + R"(","aud":")" + std::string(audience) +
         R"(","exp":)" + std::to_string(expiry) + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Tokens, RefusedTokenTest,
    ::testing::Values(Refused{"Algorithm", R"({"alg":"none","kid":"z"})",
                              ClaimsOf(kIssuer, "cq", kNow + 60), "algorithm_not_allowed"},
                      Refused{"Hmac", R"({"alg":"HS256","kid":"z"})",
                              ClaimsOf(kIssuer, "cq", kNow + 60), "algorithm_not_allowed"},
                      Refused{"Issuer", R"({"alg":"ES256","kid":"z"})",
                              ClaimsOf(kIssuer + "/", "cq", kNow + 60), "wrong_issuer"},
                      Refused{"Audience", R"({"alg":"ES256","kid":"z"})",
                              ClaimsOf(kIssuer, "other", kNow + 60), "wrong_audience"},
                      Refused{"Expired", R"({"alg":"ES256","kid":"z"})",
                              ClaimsOf(kIssuer, "cq", kNow - 60), "expired"},
                      Refused{"NoJson", "alg", "claims", "malformed"}),
    [](const auto& test) { return test.param.name; });

TEST_F(OidcTokenVerifierTest, UnusableIdentitiesAreForbiddenAndSayWhy) {
  options_.identity_claim = "email";
  Start();
  const std::string token = Token(first_key(), "a", R"(,"email":"a@b.c","email_verified":false)");
  const auth::Verification verification = Verify(token);
  const auto* refusal = std::get_if<auth::TokenRefusal>(&verification);
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->kind, auth::TokenRefusal::Kind::kUnusableIdentity);
  EXPECT_EQ(refusal->reason, "email_unverified");
  EXPECT_THAT(refusal->detail, HasSubstr("email_verified"));
  EXPECT_EQ(Remembered(token), "");
  EXPECT_EQ(fetcher_.count(), 1U);
}

TEST_F(OidcTokenVerifierTest, ANewKeyIsFetchedForTheFirstTokenThatNeedsIt) {
  Start();
  Serve({first_key().Jwk("a"), second_key().Jwk("b")});
  EXPECT_EQ(OutcomeAfterWaiting(Token(second_key(), "b")), "alice");
  EXPECT_EQ(fetcher_.count(), 2U);
  EXPECT_EQ(Outcome(Token(first_key(), "a")), "alice");
  EXPECT_THAT(observer_.verifications(), ElementsAre(Pair("verified", 2)))
      << "waiting is no result";
}

TEST_F(OidcTokenVerifierTest, ANewKeyUnderAnOldKidIsFetchedToo) {
  Start();
  Serve({second_key().Jwk("a")});
  EXPECT_EQ(OutcomeAfterWaiting(Token(second_key(), "a")), "alice");
  EXPECT_EQ(OutcomeAfterWaiting(Token(first_key(), "a")), "bad_signature");
  EXPECT_EQ(fetcher_.count(), 2U);
}

TEST_F(OidcTokenVerifierTest, AnUnknownKeyIsRefusedAfterOneFetchAnInterval) {
  Start();
  const std::string token = Token(second_key(), "b");
  EXPECT_EQ(OutcomeAfterWaiting(token), "unknown_key");
  EXPECT_EQ(Outcome(token), "unknown_key") << "without waiting";
  EXPECT_EQ(fetcher_.count(), 2U);
  Pass(kDemandInterval - milliseconds(1));
  EXPECT_EQ(Outcome(token), "unknown_key");
  EXPECT_EQ(fetcher_.count(), 2U);
  Pass(milliseconds(1));
  EXPECT_EQ(OutcomeAfterWaiting(token), "unknown_key");
  EXPECT_EQ(fetcher_.count(), 3U);
}

TEST_F(OidcTokenVerifierTest, AnAmbiguousKeyIsNoReasonToFetch) {
  Serve({first_key().Jwk("a"), second_key().Jwk("b")});
  Start();
  EXPECT_EQ(Outcome(first_key().Sign(R"({"alg":"ES256"})", Claims())), "ambiguous_key");
  EXPECT_EQ(fetcher_.count(), 1U);
}

TEST_F(OidcTokenVerifierTest, ADroppedKeyIsNotAcceptedAnyMore) {
  Serve({first_key().Jwk("a"), second_key().Jwk("b")});
  Start();
  const std::string revoked = Token(second_key(), "b");
  const std::string kept = Token(first_key(), "a");
  EXPECT_EQ(Outcome(revoked), "alice");
  EXPECT_EQ(Outcome(kept), "alice");
  Serve({first_key().Jwk("a")});
  Pass(minutes(8));
  AwaitRefreshes(2);
  EXPECT_EQ(Remembered(revoked), "") << "the verdict went with its key";
  EXPECT_EQ(OutcomeAfterWaiting(revoked), "unknown_key");
  EXPECT_EQ(Remembered(kept), "alice");
  EXPECT_EQ(fetcher_.count(), 3U);
}

TEST_F(OidcTokenVerifierTest, AnOutageDoesNotTouchTokensOfKnownKeys) {
  Start();
  Break();
  Pass(minutes(8));
  AwaitRefreshes(2);
  EXPECT_EQ(Outcome(Token(first_key(), "a")), "alice");
  Pass(hours(24));
  AwaitRefreshes(3);
  EXPECT_EQ(Outcome(Token(first_key(), "a", R"(,"jti":"2")")), "alice");
  EXPECT_EQ(fetcher_.count(), 3U);
}

TEST_F(OidcTokenVerifierTest, AnOutageSaysNothingOfAnUnknownKey) {
  Start();
  Break();
  const std::string token = Token(second_key(), "b");
  EXPECT_EQ(OutcomeAfterWaiting(token), "keys_unavailable");
  EXPECT_EQ(Outcome(token), "keys_unavailable") << "the fetch failed, and it is too soon for more";
  EXPECT_EQ(Outcome(WithBadSignature(Token(first_key(), "a"))), "bad_signature");
  EXPECT_EQ(fetcher_.count(), 2U);
}

TEST_F(OidcTokenVerifierTest, WithoutKeysTheAnswerIsUnavailable) {
  Break();
  Start();
  EXPECT_EQ(Outcome("garbage"), "malformed") << "needs no key";
  const std::string token = Token(first_key(), "a");
  EXPECT_EQ(OutcomeAfterWaiting(token), "keys_unavailable");
  const auth::Verification verification = Verify(token);
  const auto* refusal = std::get_if<auth::TokenRefusal>(&verification);
  ASSERT_NE(refusal, nullptr) << "too soon to wait again";
  EXPECT_EQ(refusal->kind, auth::TokenRefusal::Kind::kUnavailable);
  EXPECT_EQ(refusal->retry_after, seconds(2));
  EXPECT_EQ(fetcher_.count(), 2U);

  Serve({first_key().Jwk("a")});
  Pass(seconds(2));
  AwaitRefreshes(3);
  EXPECT_EQ(Outcome(token), "alice");
}

TEST_F(OidcTokenVerifierTest, EarlyTokensWaitForTheFirstFetch) {
  fetcher_.Hold();
  Build();
  cache_->Start();
  fetcher_.AwaitFetches(1);
  std::promise<std::string> outcome;
  std::thread request([&] { outcome.set_value(OutcomeAfterWaiting(Token(first_key(), "a"))); });
  while (cache_->status().waiting == 0) std::this_thread::yield();
  fetcher_.Release();
  EXPECT_EQ(outcome.get_future().get(), "alice");
  request.join();
  EXPECT_EQ(fetcher_.count(), 1U);
}

TEST_F(OidcTokenVerifierTest, ASlowAnswerKeepsNobodyWaitingForLong) {
  Start();
  fetcher_.Hold();
  const std::string token = Token(second_key(), "b");
  const auth::Verification verification = Verify(token);
  const auto* pending = std::get_if<auth::KeysPending>(&verification);
  ASSERT_NE(pending, nullptr);
  std::promise<void> resumed;
  pending->wait([&resumed] { resumed.set_value(); });
  fetcher_.AwaitFetches(2);
  EXPECT_EQ(Outcome(Token(first_key(), "a")), "alice") << "others are not held up";
  steady_.Advance(kLongestWait);
  resumed.get_future().wait();
  EXPECT_EQ(Outcome(token, Patience::kHasWaited), "keys_unavailable");
  EXPECT_EQ(fetcher_.count(), 2U);
  fetcher_.Release();
}

TEST_F(OidcTokenVerifierTest, WhoIsBeyondTheWaitingLimitIsTurnedAway) {
  Start(3);
  fetcher_.Hold();
  const std::string token = Token(second_key(), "b");
  std::vector<auth::Verification> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(Verify(token));
    EXPECT_EQ(Describe(waiting.back()), "pending");
  }
  const auth::Verification refused = Verify(token);
  EXPECT_EQ(Describe(refused), "too_many_waiting");
  EXPECT_EQ(std::get<auth::TokenRefusal>(refused).kind, auth::TokenRefusal::Kind::kUnavailable);
  EXPECT_THAT(std::get<auth::TokenRefusal>(refused).retry_after, Ge(seconds(1)));
  waiting.clear();
  EXPECT_EQ(Outcome(token), "pending");
  fetcher_.Release();
}

TEST_F(OidcTokenVerifierTest, AfterTheStopTokensOfKnownKeysAreStillVerified) {
  Start();
  cache_->Stop();
  EXPECT_EQ(Outcome(Token(first_key(), "a")), "alice");
  EXPECT_EQ(Outcome(Token(second_key(), "b")), "unknown_key");
  EXPECT_EQ(fetcher_.count(), 1U);
}

TEST_F(OidcTokenVerifierTest, ARestartBeginsWithAFetchAndNoMemory) {
  Start();
  const std::string token = Token(first_key(), "a");
  EXPECT_EQ(Outcome(token), "alice");
  Restart();
  EXPECT_EQ(Remembered(token), "");
  EXPECT_EQ(Outcome(token), "alice");
  EXPECT_EQ(fetcher_.count(), 2U);
}

// Random kids, algorithms and signatures, all else in order: what one stolen header costs.
class FloodTest : public OidcTokenVerifierTest,
                  public ::testing::WithParamInterface<std::vector<std::string>> {};

TEST_P(FloodTest, TenThousandTokensInTenSecondsMakeOneFetch) {
  constexpr int kTokens = 10'000;
  Start();
  Serve(GetParam());
  const std::string body = crypto::EncodeBase64Url(Claims());
  std::atomic<int> resumed{0};
  int pending = 0;
  int refused = 0;
  for (int i = 0; i < kTokens; ++i) {
    const std::string kid = i % 4 == 0 ? "a" : "kid-" + std::to_string(i);
    const std::string token = crypto::EncodeBase64Url(Header(kid, i % 3 == 0 ? "RS256" : "ES256")) +
                              "." + body + "." +
                              crypto::EncodeBase64Url(std::string(64, static_cast<char>(i % 251)));
    const auth::Verification verification = Verify(token);
    if (const auto* wait = std::get_if<auth::KeysPending>(&verification)) {
      ++pending;
      wait->wait([&resumed] { ++resumed; });
    } else {
      ++refused;
      ASSERT_TRUE(std::holds_alternative<auth::TokenRefusal>(verification));
    }
    steady_.Advance(milliseconds(1));
  }
  AwaitRefreshes(2);
  EXPECT_LE(fetcher_.count() - 1, GetParam().empty() ? 4U : 1U)
      << "beside the planned retries after 1, 2 and 4 seconds when a fetch brought nothing";
  EXPECT_EQ(pending + refused, kTokens);
  cache_->Stop();
  EXPECT_EQ(resumed, pending) << "each exactly once";
}

INSTANTIATE_TEST_SUITE_P(Answers, FloodTest,
                         ::testing::Values(std::vector<std::string>{ProviderKey::Ec().Jwk("a")},
                                           std::vector<std::string>{}));

TEST_F(OidcTokenVerifierTest, RequestsOnManyThreadsShareOneFetch) {
  Start();
  Serve({first_key().Jwk("a"), second_key().Jwk("b")});
  fetcher_.Hold();
  const std::string token = Token(second_key(), "b");
  std::vector<std::thread> requests;
  std::atomic<int> accepted{0};
  constexpr int kRequests = 8;
  for (int i = 0; i < kRequests; ++i) {
    requests.emplace_back([&] { accepted += OutcomeAfterWaiting(token) == "alice" ? 1 : 0; });
  }
  while (cache_->status().waiting < kRequests) std::this_thread::yield();
  fetcher_.Release();
  for (std::thread& request : requests) request.join();
  EXPECT_EQ(accepted, kRequests);
  EXPECT_EQ(fetcher_.count(), 2U);
}

TEST_F(OidcTokenVerifierTest, VerifiesWhileKeysRotate) {
  constexpr std::size_t kRotations = 20;
  Start();
  const std::string token = Token(first_key(), "a");
  std::atomic<bool> is_over{false};
  std::atomic<int> refused{0};
  std::vector<std::thread> requests;
  for (int i = 0; i < 4; ++i) {
    requests.emplace_back([&, i] {
      while (!is_over) {
        const std::string own = i % 2 == 0 ? token : Token(first_key(), "a");
        if (OutcomeAfterWaiting(own) != "alice") ++refused;
      }
    });
  }
  for (std::size_t rotation = 1; rotation <= kRotations; ++rotation) {
    Serve(rotation % 2 == 0
              ? std::vector<std::string>{first_key().Jwk("a")}
              : std::vector<std::string>{second_key().Jwk("b"), first_key().Jwk("a")});
    Pass(minutes(8));
    AwaitRefreshes(1 + rotation);
  }
  is_over = true;
  for (std::thread& request : requests) request.join();
  EXPECT_EQ(refused, 0);
  EXPECT_THAT(observer_.rotations(), ::testing::SizeIs(kRotations));
}

}  // namespace
}  // namespace cq::oidc
