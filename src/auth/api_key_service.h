// Issues, lists, revokes and recognises API keys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "auth/account_directory.h"
#include "auth/api_key.h"
#include "auth/generation_cache.h"
#include "auth/last_used_recorder.h"
#include "auth/principal.h"
#include "core/change_signal.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "crypto/hmac_sha256.h"

namespace cq::auth {

inline constexpr std::size_t kMaxActiveApiKeysPerUser = 20;
inline constexpr std::size_t kCachedApiKeys = 4'096;

struct ApiKeyRequest {
  std::string name;
  std::string ttl;
  std::vector<std::string> labels;  // as sent
};

// A key as its owner sees it at one moment.
struct ApiKeyView {
  ApiKey key;
  bool is_expired = false;
  bool is_active = false;  // neither expired nor revoked
};

struct CreatedApiKey {
  ApiKeyView view;
  std::string token;  // shown this once
};

// What the service works with; all of it must outlive the service.
struct ApiKeyDependencies {
  ApiKeyRepository& api_keys;
  AccountDirectory& accounts;
  ChangeSignal& changes;
  LastUsedRecorder& last_used;
  RandomSource& random;
  const Clock& clock;
};

// Thread-safe. May block on the database; throws storage failures.
class ApiKeyService {
 public:
  ApiKeyService(const ApiKeyDependencies& dependencies, std::string_view pepper);

  // kInvalidInput for the ttl, kNotFound for the user, kConflict at the limit of active keys.
  Result<CreatedApiKey> Create(std::string_view username, ApiKeyRequest request);

  // Newest first, revoked ones too. kNotFound for the user.
  Result<std::vector<ApiKeyView>> List(std::string_view username);

  // Idempotent. kNotFound also for another user's key.
  Result<void> Revoke(std::string_view username, std::string_view key_id);

  // kUnauthenticated, or the owner and the key.
  Result<Principal> Authenticate(std::string_view token);

  // Never waits for the database.
  void NoteUse(std::string_view key_id) { last_used_.Record(key_id, clock_.Now()); }

 private:
  std::string HashSecret(std::string_view secret) const;
  Result<User> RequireUser(std::string_view username);

  ApiKeyRepository& api_keys_;
  AccountDirectory& accounts_;
  LastUsedRecorder& last_used_;
  RandomSource& random_;
  const Clock& clock_;
  const crypto::HmacSha256 hmac_;
  GenerationCache<ApiKeyWithOwner> cache_;
};

// Trimmed, without empties, distinct in order.
std::vector<std::string> NormalizeLabels(const std::vector<std::string>& labels);

}  // namespace cq::auth
