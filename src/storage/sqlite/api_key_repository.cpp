#include "storage/sqlite/api_key_repository.h"

#include "storage/sqlite/label_text.h"

namespace cq::storage::sqlite {
namespace {

// The query's first columns are those of the table, in its order.
auth::ApiKey ReadKey(const Query& query) {
  auth::ApiKey key;
  key.id = query.Text(0);
  key.user_id = query.Int(1);
  key.name = query.Text(2);
  key.labels = ReadLabels(query.TextView(3));
  key.key_prefix = query.Text(4);
  key.key_hash = query.Text(5);
  key.ttl = query.Text(6);
  key.expires_at = query.Text(7);
  key.created_at = query.Text(8);
  key.last_used_at = query.OptionalText(9);
  key.revoked_at = query.OptionalText(10);
  return key;
}

// Texts are compared, as the reference does: its times all have one form.
std::int64_t CountActive(Connection& connection, std::int64_t user_id, std::string_view now) {
  Query query(connection,
              "SELECT COUNT(*) FROM api_keys "
              "WHERE user_id = ?1 AND revoked_at IS NULL AND expires_at > ?2",
              user_id, now);
  query.Step();
  return query.Int(0);
}

void InsertKey(Connection& connection, const auth::ApiKey& key) {
  Run(connection,
      "INSERT INTO api_keys (id, user_id, name, labels, key_prefix, key_hash, ttl, expires_at, "
      "created_at, last_used_at, revoked_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      key.id, key.user_id, key.name, WriteLabels(key.labels), key.key_prefix, key.key_hash, key.ttl,
      key.expires_at, key.created_at, key.last_used_at, key.revoked_at);
}

}  // namespace

std::optional<auth::ApiKeyWithOwner> ApiKeyRepository::FindUnrevoked(std::string_view key_id) {
  return readers_.Read([&](Connection& connection) -> std::optional<auth::ApiKeyWithOwner> {
    Query query(connection,
                "SELECT k.id, k.user_id, k.name, k.labels, k.key_prefix, k.key_hash, k.ttl, "
                "k.expires_at, k.created_at, k.last_used_at, k.revoked_at, u.username "
                "FROM api_keys k JOIN users u ON u.id = k.user_id "
                "WHERE k.id = ?1 AND k.revoked_at IS NULL",
                key_id);
    if (!query.Step()) return std::nullopt;
    return auth::ApiKeyWithOwner{ReadKey(query), query.Text(11)};
  });
}

std::optional<auth::ApiKey> ApiKeyRepository::FindForUser(std::int64_t user_id,
                                                          std::string_view key_id) {
  return readers_.Read([&](Connection& connection) -> std::optional<auth::ApiKey> {
    Query query(connection,
                "SELECT id, user_id, name, labels, key_prefix, key_hash, ttl, expires_at, "
                "created_at, last_used_at, revoked_at FROM api_keys WHERE id = ?1 AND user_id = ?2",
                key_id, user_id);
    if (!query.Step()) return std::nullopt;
    return ReadKey(query);
  });
}

std::vector<auth::ApiKey> ApiKeyRepository::ListForUser(std::int64_t user_id) {
  return readers_.Read([&](Connection& connection) {
    Query query(connection,
                "SELECT id, user_id, name, labels, key_prefix, key_hash, ttl, expires_at, "
                "created_at, last_used_at, revoked_at FROM api_keys WHERE user_id = ?1 "
                "ORDER BY created_at DESC, rowid",
                user_id);
    std::vector<auth::ApiKey> keys;
    while (query.Step()) keys.push_back(ReadKey(query));
    return keys;
  });
}

auth::InsertApiKeyOutcome ApiKeyRepository::InsertWithin(const auth::ApiKey& key,
                                                         std::size_t active_limit,
                                                         std::string_view now) {
  return writes_.Call([&](Connection& connection) {
    const std::int64_t active = CountActive(connection, key.user_id, now);
    if (static_cast<std::size_t>(active) >= active_limit) {
      return auth::InsertApiKeyOutcome::kLimitReached;
    }
    InsertKey(connection, key);
    return auth::InsertApiKeyOutcome::kInserted;
  });
}

void ApiKeyRepository::Revoke(std::int64_t user_id, std::string_view key_id, std::string_view now) {
  writes_.Run([&](Connection& connection) {
    Run(connection,
        "UPDATE api_keys SET revoked_at = ?3 "
        "WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL",
        key_id, user_id, now);
  });
}

void ApiKeyRepository::TouchLastUsed(const std::vector<std::pair<std::string, std::string>>& uses) {
  if (uses.empty()) return;
  writes_.Run([&](Connection& connection) {
    for (const auto& [key_id, used_at] : uses) {
      Run(connection, "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1", key_id, used_at);
    }
  });
}

}  // namespace cq::storage::sqlite
