#include "auth/api_key_service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "auth/cached_account_directory.h"
#include "crypto/random_bytes.h"
#include "unit/auth/fakes.h"

namespace cq::auth {
namespace {

class ApiKeyServiceTest : public testing::Test {
 protected:
  ApiKeyServiceTest() {
    users_.Create("demo", "hash", "then");
    users_.Create("other", "hash", "then");
  }

  CreatedApiKey Create(const std::string& ttl = "1h") {
    return service_.Create("demo", {.name = "k", .ttl = ttl, .labels = {}}).value();
  }

  crypto::RandomBytes random_;
  FakeClock clock_;
  FakeChangeSignal changes_;
  FakeUserRepository users_{changes_};
  FakeApiKeyRepository api_keys_{changes_};
  CachedAccountDirectory accounts_{users_, changes_};
  LastUsedRecorder last_used_{api_keys_, nullptr, {.interval = std::chrono::hours(1)}};
  ApiKeyService service_{{.api_keys = api_keys_,
                          .accounts = accounts_,
                          .changes = changes_,
                          .last_used = last_used_,
                          .random = random_,
                          .clock = clock_},
                         "pepper"};
};

TEST_F(ApiKeyServiceTest, IssuesAKeyThatAuthenticates) {
  const Result<CreatedApiKey> created = service_.Create(
      "demo", {.name = "laptop", .ttl = " 30D ", .labels = {" a ", "b", "a", "", "é\u3000"}});
  ASSERT_TRUE(created);
  const ApiKey& key = created->view.key;
  EXPECT_EQ(key.name, "laptop");
  EXPECT_EQ(key.labels, (std::vector<std::string>{"a", "b", "é"}));
  EXPECT_EQ(key.ttl, "30d");
  EXPECT_EQ(key.created_at, "2027-01-15T08:00:00+00:00");
  EXPECT_EQ(key.expires_at, "2027-02-14T08:00:00+00:00");
  EXPECT_TRUE(created->view.is_active);
  EXPECT_FALSE(created->view.is_expired);
  EXPECT_EQ(created->token.substr(0, 40), "cqa.v1." + key.id + ".");
  EXPECT_EQ(created->token.substr(40, 8), key.key_prefix);
  const Result<Principal> principal = service_.Authenticate(created->token);
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->username, "demo");
}

TEST_F(ApiKeyServiceTest, StoresAPepperedHashOnly) {
  const CreatedApiKey created = Create();
  const std::string secret = created.token.substr(40);
  const ApiKey stored = api_keys_.ListForUser(1).at(0);
  EXPECT_EQ(stored.key_hash.size(), 64U);
  EXPECT_EQ(stored.key_hash.find(secret), std::string::npos);
  EXPECT_NE(stored.key_hash, created.token);
}

// HMAC-SHA256("pepper", secret), computed with Python.
TEST_F(ApiKeyServiceTest, AcceptsAKeyThatTheReferenceStored) {
  const std::string id = "cfc63fa259cb465b9d395a2ce14ba34c";
  const std::string secret = "qdv5dxhu4lefempt2ceckeooy4xxnngmf62zprcklznn5mzv3tnq";
  ApiKey key;
  key.id = id;
  key.user_id = 1;
  key.key_hash = "9fb7b7cc566680a47e0eee718f01caeee27c4755a8d348a3398891718c8238b8";
  key.expires_at = "2027-01-15T08:00:00.000001+00:00";
  api_keys_.InsertWithin(key, 20, "");
  EXPECT_TRUE(service_.Authenticate("cqa.v1." + id + "." + secret));
  EXPECT_TRUE(service_.Authenticate("cqa.v1.CFC63FA2-59CB-465B-9D39-5A2CE14BA34C." + secret));
  EXPECT_FALSE(service_.Authenticate("cqa.v1." + id + "." + std::string(52, 'a')));
}

TEST_F(ApiKeyServiceTest, RefusesWithOneText) {
  const CreatedApiKey created = Create();
  std::string other_secret = created.token;
  other_secret.back() = other_secret.back() == 'a' ? 'q' : 'a';
  std::string other_id = created.token;
  other_id[7] = other_id[7] == '0' ? '1' : '0';
  for (const std::string& token : {std::string(), std::string("x"), other_secret, other_id}) {
    const Result<Principal> principal = service_.Authenticate(token);
    ASSERT_FALSE(principal) << token;
    EXPECT_EQ(principal.error().code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(principal.error().message, "Invalid API key");
  }
}

TEST_F(ApiKeyServiceTest, AKeyEndsWhenItExpires) {
  const CreatedApiKey created = Create("1s");
  clock_.Advance(std::chrono::microseconds(999'999));
  EXPECT_TRUE(service_.Authenticate(created.token));
  clock_.Advance(std::chrono::microseconds(1));
  EXPECT_FALSE(service_.Authenticate(created.token));
  const ApiKeyView view = service_.List("demo")->at(0);
  EXPECT_TRUE(view.is_expired);
  EXPECT_FALSE(view.is_active);
}

TEST_F(ApiKeyServiceTest, ARevokedKeyStaysListed) {
  const CreatedApiKey created = Create();
  EXPECT_TRUE(service_.Authenticate(created.token));
  EXPECT_TRUE(service_.Revoke("demo", created.view.key.id));
  EXPECT_FALSE(service_.Authenticate(created.token));
  const std::string revoked_at = service_.List("demo")->at(0).key.revoked_at.value();
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_TRUE(service_.Revoke("demo", created.view.key.id));
  const ApiKeyView view = service_.List("demo")->at(0);
  EXPECT_EQ(view.key.revoked_at, revoked_at);
  EXPECT_FALSE(view.is_active);
  EXPECT_FALSE(view.is_expired);
}

TEST_F(ApiKeyServiceTest, AnotherUsersKeyIsNotFound) {
  const CreatedApiKey created = Create();
  const Result<void> revoked = service_.Revoke("other", created.view.key.id);
  ASSERT_FALSE(revoked);
  EXPECT_EQ(revoked.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(revoked.error().message, "API key not found");
  EXPECT_TRUE(service_.Authenticate(created.token));
  EXPECT_TRUE(service_.List("other")->empty());
}

TEST_F(ApiKeyServiceTest, AnUnknownUserIsNotFound) {
  EXPECT_EQ(service_.Create("nobody", {.name = "k", .ttl = "1h", .labels = {}}).error().message,
            "User not found");
  EXPECT_EQ(service_.List("nobody").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(service_.Revoke("nobody", "x").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(service_.Create("nobody", {.name = "k", .ttl = "x", .labels = {}}).error().code,
            ErrorCode::kInvalidInput)
      << "the ttl is looked at first";
}

TEST_F(ApiKeyServiceTest, StopsAtTwentyActiveKeys) {
  for (int i = 0; i < 20; ++i) Create("1h");
  const Result<CreatedApiKey> refused =
      service_.Create("demo", {.name = "k", .ttl = "1h", .labels = {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(refused.error().message, "Maximum of 20 active API keys per user");
  EXPECT_TRUE(service_.Revoke("demo", service_.List("demo")->at(0).key.id));
  EXPECT_NO_THROW(Create("1h"));
  clock_.Advance(std::chrono::hours(1));
  EXPECT_NO_THROW(Create("1h")) << "expired keys make room";
}

TEST_F(ApiKeyServiceTest, ParallelCreationsStopAtTwentyToo) {
  std::atomic<int> created{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&] {
      if (service_.Create("demo", {.name = "k", .ttl = "1h", .labels = {}})) ++created;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created, 20);
  EXPECT_EQ(api_keys_.ListForUser(1).size(), 20U);
}

TEST_F(ApiKeyServiceTest, ReadsAKeyOnceWhileNothingChanges) {
  const CreatedApiKey created = Create();
  EXPECT_TRUE(service_.Authenticate(created.token));
  const int reads = api_keys_.reads;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(service_.Authenticate(created.token));
  EXPECT_EQ(api_keys_.reads, reads);
}

TEST_F(ApiKeyServiceTest, AUseShowsAtOnce) {
  const CreatedApiKey created = Create();
  EXPECT_EQ(service_.List("demo")->at(0).key.last_used_at, std::nullopt);
  service_.NoteUse(created.view.key.id);
  EXPECT_EQ(service_.List("demo")->at(0).key.last_used_at, "2027-01-15T08:00:00+00:00");
  clock_.Advance(std::chrono::seconds(1));
  service_.NoteUse(created.view.key.id);
  EXPECT_EQ(service_.List("demo")->at(0).key.last_used_at, "2027-01-15T08:00:01+00:00");
  last_used_.Flush();
  EXPECT_EQ(service_.List("demo")->at(0).key.last_used_at, "2027-01-15T08:00:01+00:00");
}

TEST_F(ApiKeyServiceTest, AuthenticationAloneIsNoUse) {
  const CreatedApiKey created = Create();
  const Result<Principal> principal = service_.Authenticate(created.token);
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->api_key_id, created.view.key.id);
  EXPECT_EQ(service_.List("demo")->at(0).key.last_used_at, std::nullopt);
}

}  // namespace
}  // namespace cq::auth
