// API keys of a user and their store. The plaintext secret is never stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cq::auth {

// A row of api_keys; all times are offset texts (core/time_text.h).
struct ApiKey {
  std::string id;  // 32 hex digits
  std::int64_t user_id = 0;
  std::string name;
  std::vector<std::string> labels;
  std::string key_prefix;  // first 8 characters of the secret
  std::string key_hash;    // hex HMAC-SHA256(pepper, secret)
  std::string ttl;         // canonical, "30d"
  std::string expires_at;
  std::string created_at;
  std::optional<std::string> last_used_at;
  std::optional<std::string> revoked_at;
};

struct ApiKeyWithOwner {
  ApiKey key;
  std::string username;
};

enum class InsertApiKeyOutcome { kInserted, kLimitReached };

// Thread-safe. Throws storage failures (std::exception).
class ApiKeyRepository {
 public:
  virtual ~ApiKeyRepository() = default;
  // Unrevoked keys only; the caller compares expires_at.
  virtual std::optional<ApiKeyWithOwner> FindUnrevoked(std::string_view key_id) = 0;
  virtual std::optional<ApiKey> FindForUser(std::int64_t user_id, std::string_view key_id) = 0;
  virtual std::vector<ApiKey> ListForUser(std::int64_t user_id) = 0;  // newest first
  // Counts the user's keys that are unrevoked and expire after `now`, and inserts, in one
  // transaction.
  virtual InsertApiKeyOutcome InsertWithin(const ApiKey& key, std::size_t active_limit,
                                           std::string_view now) = 0;
  // Idempotent: an already revoked key keeps its revoked_at.
  virtual void Revoke(std::int64_t user_id, std::string_view key_id, std::string_view now) = 0;
  // (key id, time text) pairs in one transaction; unknown ids are ignored.
  virtual void TouchLastUsed(const std::vector<std::pair<std::string, std::string>>& uses) = 0;
};

}  // namespace cq::auth
