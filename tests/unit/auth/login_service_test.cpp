#include "auth/login_service.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "auth/cached_account_directory.h"
#include "crypto/password_hasher.h"
#include "crypto/random_bytes.h"
#include "unit/auth/fakes.h"

namespace cq::auth {
namespace {

constexpr std::string_view kAddress = "192.0.2.1";

class LoginServiceTest : public testing::Test {
 protected:
  LoginServiceTest() {
    const crypto::PasswordHasher hasher(random_, 4);
    users_.Create("demo", hasher.Hash("demo123"), "then");
    users_.Create("odd", "*0", "then");
  }

  LoginOutcome Login(std::string_view username, std::string_view password) {
    return service_.Login(
        {.username = username, .password = std::string(password), .client_address = kAddress});
  }

  ErrorCode Refusal(std::string_view username, std::string_view password) {
    const LoginOutcome outcome = Login(username, password);
    if (outcome) throw std::logic_error("the login succeeded");
    return outcome.error().error.code;
  }

  crypto::RandomBytes random_;
  FakeClock clock_;
  FakeChangeSignal changes_;
  FakeUserRepository users_{changes_};
  CachedAccountDirectory accounts_{users_, changes_};
  SessionTokens sessions_{"secret"};
  LoginThrottle throttle_{{.per_user = {.failures = 3}, .per_address = {.failures = 5}}, random_};
  HashingPool hashing_{{.threads = 1, .waiting_limit = 0}};
  LoginService service_{{.accounts = accounts_,
                         .sessions = sessions_,
                         .throttle = throttle_,
                         .hashing = hashing_,
                         .clock = clock_}};
};

TEST_F(LoginServiceTest, GivesASessionForTheRightPassword) {
  const LoginOutcome outcome = Login("demo", "demo123");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(sessions_.Verify(*outcome, clock_.Now()), "demo");
}

TEST_F(LoginServiceTest, RefusesEverythingElseAlike) {
  for (const auto& [username, password] :
       std::vector<std::pair<std::string, std::string>>{{"demo", "wrong"},
                                                        {"nobody", "demo123"},
                                                        {"odd", "*0"},
                                                        {"demo", std::string("demo123\0", 8)},
                                                        {"demo", std::string(73, 'x')},
                                                        {"nobody", std::string(73, 'x')}}) {
    const LoginOutcome outcome = Login(username, password);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().error.code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(outcome.error().error.message, "Invalid username or password");
    EXPECT_EQ(outcome.error().retry_after, std::nullopt);
    clock_.Advance(std::chrono::hours(1));
  }
}

TEST_F(LoginServiceTest, ThrottlesANameUntilItMayTryAgain) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Refusal("demo", "wrong"), ErrorCode::kUnauthenticated);
  const LoginOutcome throttled = Login("demo", "demo123");
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().error.code, ErrorCode::kTooManyRequests);
  EXPECT_EQ(throttled.error().retry_after, std::chrono::seconds(20));
  clock_.Advance(std::chrono::seconds(20));
  EXPECT_TRUE(Login("demo", "demo123"));
}

TEST_F(LoginServiceTest, ThrottlesUnknownNamesAsKnownOnes) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Refusal("nobody", "x"), ErrorCode::kUnauthenticated);
  EXPECT_EQ(Refusal("nobody", "x"), ErrorCode::kTooManyRequests);
}

TEST_F(LoginServiceTest, ThrottlesAnAddressThatTriesManyNames) {
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    EXPECT_EQ(Refusal(name, "x"), ErrorCode::kUnauthenticated);
  }
  EXPECT_EQ(Refusal("demo", "demo123"), ErrorCode::kTooManyRequests);
}

TEST_F(LoginServiceTest, SuccessesDoNotCount) {
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(Login("demo", "demo123"));
}

TEST_F(LoginServiceTest, IsUnavailableWhenTooManyWait) {
  std::latch started(1);
  std::latch finish(1);
  std::thread busy([&] {
    EXPECT_TRUE(hashing_.Run([&] {
      started.count_down();
      finish.wait();
    }));
  });
  started.wait();
  const LoginOutcome outcome = Login("demo", "demo123");
  finish.count_down();
  busy.join();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().error.code, ErrorCode::kUnavailable);
  EXPECT_TRUE(outcome.error().retry_after);
}

TEST_F(LoginServiceTest, NoticesANewPassword) {
  EXPECT_TRUE(Login("demo", "demo123"));
  users_.SetPasswordHash("demo", crypto::PasswordHasher(random_, 4).Hash("other"));
  EXPECT_FALSE(Login("demo", "demo123"));
  EXPECT_TRUE(Login("demo", "other"));
}

// Attempts that pass the first check together must not all be tried.
TEST(LoginServiceParallelTest, ParallelGuessesStopAtTheLimit) {
  constexpr int kLimit = 3;
  constexpr int kThreads = 1;
  crypto::RandomBytes random;
  FakeClock clock;
  FakeChangeSignal changes;
  FakeUserRepository users(changes);
  users.Create("demo", crypto::PasswordHasher(random, 4).Hash("demo123"), "then");
  CachedAccountDirectory accounts(users, changes);
  const SessionTokens sessions("secret");
  LoginThrottle throttle({.per_user = {.failures = kLimit}, .per_address = {.failures = 0}},
                         random);
  HashingPool hashing({.threads = kThreads, .waiting_limit = 100});
  LoginService service({.accounts = accounts,
                        .sessions = sessions,
                        .throttle = throttle,
                        .hashing = hashing,
                        .clock = clock});
  std::atomic<int> guesses{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 30; ++i) {
    threads.emplace_back([&] {
      const LoginOutcome outcome =
          service.Login({.username = "demo", .password = "wrong", .client_address = kAddress});
      if (!outcome && outcome.error().error.code == ErrorCode::kUnauthenticated) ++guesses;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(guesses, kLimit);
}

}  // namespace
}  // namespace cq::auth
