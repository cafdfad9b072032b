// auth::ApiKeyRepository on SQLite.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/api_key.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage::sqlite {

class ApiKeyRepository final : public auth::ApiKeyRepository {
 public:
  ApiKeyRepository(ReaderPool& readers, WriteQueue& writes) : readers_(readers), writes_(writes) {}

  std::optional<auth::ApiKeyWithOwner> FindUnrevoked(std::string_view key_id) override;
  std::optional<auth::ApiKey> FindForUser(std::int64_t user_id, std::string_view key_id) override;
  std::vector<auth::ApiKey> ListForUser(std::int64_t user_id) override;
  auth::InsertApiKeyOutcome InsertWithin(const auth::ApiKey& key, std::size_t active_limit,
                                         std::string_view now) override;
  void Revoke(std::int64_t user_id, std::string_view key_id, std::string_view now) override;
  void TouchLastUsed(const std::vector<std::pair<std::string, std::string>>& uses) override;

 private:
  ReaderPool& readers_;
  WriteQueue& writes_;
};

}  // namespace cq::storage::sqlite
