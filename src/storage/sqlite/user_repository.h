// auth::UserRepository on SQLite.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "auth/user.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage::sqlite {

class UserRepository final : public auth::UserRepository {
 public:
  UserRepository(ReaderPool& readers, WriteQueue& writes) : readers_(readers), writes_(writes) {}

  std::optional<auth::User> FindByName(std::string_view username) override;
  bool Create(std::string_view username, std::string_view password_hash,
              std::string_view created_at) override;
  bool SetPasswordHash(std::string_view username, std::string_view password_hash) override;
  bool Remove(std::string_view username) override;
  std::vector<auth::User> List() override;

 private:
  ReaderPool& readers_;
  WriteQueue& writes_;
};

}  // namespace cq::storage::sqlite
