// auth::ExternalAccountRepository on SQLite.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "auth/external_account.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage::sqlite {

inline constexpr std::array<std::string_view, 4> kExternalAccountObjects{
    "cq_external_accounts", "cq_linked_user_deleted", "cq_linked_user_replaced",
    "cq_linked_user_renumbered"};

// Migration 3. Whoever removes or replaces a user ends its link, also without foreign keys: a link
// never passes to another user who gets the same id.
void InstallExternalAccounts(Connection& connection);

class ExternalAccountRepository final : public auth::ExternalAccountRepository {
 public:
  ExternalAccountRepository(ReaderPool& readers, WriteQueue& writes)
      : readers_(readers), writes_(writes) {}

  std::optional<auth::User> Find(std::string_view issuer, std::string_view subject) override;
  // Writes, and queues with the writers, only when there is something to create or to rename.
  tl::expected<auth::User, auth::ResolveFailure> Resolve(const auth::ExternalIdentity& identity,
                                                         std::string_view password_hash,
                                                         std::string_view now) override;
  auth::LinkOutcome Link(std::string_view username, std::string_view issuer,
                         std::string_view subject, std::string_view now) override;
  bool Unlink(std::string_view username, std::string_view issuer) override;
  std::vector<auth::ExternalAccount> List() override;

 private:
  ReaderPool& readers_;
  WriteQueue& writes_;
};

}  // namespace cq::storage::sqlite
