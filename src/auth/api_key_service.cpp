#include "auth/api_key_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "auth/api_key_lifetime.h"
#include "auth/api_key_token.h"
#include "core/text.h"
#include "core/time_text.h"
#include "crypto/constant_time.h"
#include "crypto/hex.h"

namespace cq::auth {
namespace {

tl::unexpected<Error> InvalidApiKey() {
  return Fail(ErrorCode::kUnauthenticated, "Invalid API key");
}

bool IsExpired(const std::string& expires_at, TimePoint now) {
  const std::optional<TimePoint> end = ParseTime(expires_at);
  return !end || *end <= now;
}

ApiKeyView ViewAt(ApiKey key, TimePoint now) {
  const bool is_expired = IsExpired(key.expires_at, now);
  const bool is_active = !is_expired && !key.revoked_at;
  return {.key = std::move(key), .is_expired = is_expired, .is_active = is_active};
}

// Shows a use that is still on its way to the database.
void ShowPendingUse(ApiKey& key, const KeyUses& pending) {
  const auto use = pending.find(key.id);
  if (use == pending.end()) return;
  std::string used_at = FormatOffsetTime(use->second);
  if (!key.last_used_at || *key.last_used_at < used_at) key.last_used_at = std::move(used_at);
}

}  // namespace

ApiKeyService::ApiKeyService(const ApiKeyDependencies& dependencies, std::string_view pepper)
    : api_keys_(dependencies.api_keys),
      accounts_(dependencies.accounts),
      last_used_(dependencies.last_used),
      random_(dependencies.random),
      clock_(dependencies.clock),
      hmac_(pepper),
      cache_(dependencies.changes, kCachedApiKeys) {}

Result<CreatedApiKey> ApiKeyService::Create(std::string_view username, ApiKeyRequest request) {
  Result<ApiKeyLifetime> lifetime = ParseApiKeyLifetime(request.ttl);
  if (!lifetime) return tl::unexpected(std::move(lifetime).error());
  const Result<User> user = RequireUser(username);
  if (!user) return tl::unexpected(user.error());

  const TimePoint now = clock_.Now();
  const ApiKeyToken token = GenerateApiKeyToken(random_);
  ApiKey key{.id = token.key_id,
             .user_id = user->id,
             .name = std::move(request.name),
             .labels = NormalizeLabels(request.labels),
             .key_prefix = token.secret.substr(0, kApiKeyPrefixLength),
             .key_hash = HashSecret(token.secret),
             .ttl = std::move(lifetime->canonical),
             .expires_at = FormatOffsetTime(now + lifetime->duration),
             .created_at = FormatOffsetTime(now),
             .last_used_at = std::nullopt,
             .revoked_at = std::nullopt};
  const InsertApiKeyOutcome outcome =
      api_keys_.InsertWithin(key, kMaxActiveApiKeysPerUser, key.created_at);
  if (outcome == InsertApiKeyOutcome::kLimitReached) {
    return Fail(ErrorCode::kConflict, "Maximum of " + std::to_string(kMaxActiveApiKeysPerUser) +
                                          " active API keys per user");
  }
  return CreatedApiKey{.view = ViewAt(std::move(key), now), .token = EncodeApiKeyToken(token)};
}

Result<std::vector<ApiKeyView>> ApiKeyService::List(std::string_view username) {
  const Result<User> user = RequireUser(username);
  if (!user) return tl::unexpected(user.error());
  const KeyUses pending = last_used_.PendingUses();  // before the rows: none is missed between
  const TimePoint now = clock_.Now();
  std::vector<ApiKeyView> views;
  for (ApiKey& key : api_keys_.ListForUser(user->id)) {
    ShowPendingUse(key, pending);
    views.push_back(ViewAt(std::move(key), now));
  }
  return views;
}

Result<void> ApiKeyService::Revoke(std::string_view username, std::string_view key_id) {
  const Result<User> user = RequireUser(username);
  if (!user) return tl::unexpected(user.error());
  if (!api_keys_.FindForUser(user->id, key_id)) {
    return Fail(ErrorCode::kNotFound, "API key not found");
  }
  api_keys_.Revoke(user->id, key_id, FormatOffsetTime(clock_.Now()));
  return {};
}

Result<Principal> ApiKeyService::Authenticate(std::string_view token) {
  const std::optional<ApiKeyToken> decoded = DecodeApiKeyToken(token);
  if (!decoded) return InvalidApiKey();
  std::optional<ApiKeyWithOwner> found = cache_.GetOrLoad(
      decoded->key_id, [this](std::string_view id) { return api_keys_.FindUnrevoked(id); });
  if (!found) return InvalidApiKey();
  if (IsExpired(found->key.expires_at, clock_.Now()) ||
      !crypto::ConstantTimeEqual(found->key.key_hash, HashSecret(decoded->secret))) {
    return InvalidApiKey();
  }
  return Principal{.username = std::move(found->username), .api_key_id = std::move(found->key.id)};
}

std::string ApiKeyService::HashSecret(std::string_view secret) const {
  return crypto::ToHex(crypto::AsText(hmac_.Sign(secret)));
}

Result<User> ApiKeyService::RequireUser(std::string_view username) {
  std::optional<User> user = accounts_.Find(username);
  if (!user) return Fail(ErrorCode::kNotFound, "User not found");
  return *std::move(user);
}

std::vector<std::string> NormalizeLabels(const std::vector<std::string>& labels) {
  std::vector<std::string> normalized;
  for (const std::string& label : labels) {
    const std::string_view stripped = StripWhitespace(label);
    if (stripped.empty() || std::ranges::find(normalized, stripped) != normalized.end()) continue;
    normalized.emplace_back(stripped);
  }
  return normalized;
}

}  // namespace cq::auth
