#include "storage/sqlite/external_account_repository.h"

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/schema_objects.h"

namespace cq::storage::sqlite {
namespace {

using auth::LinkOutcome;
using auth::ResolveFailure;
using auth::User;
using Resolution = tl::expected<User, ResolveFailure>;

// INSERT OR REPLACE deletes the old row without a delete trigger, unless recursive_triggers is on.
constexpr const char* kInstall = R"sql(
CREATE TABLE IF NOT EXISTS cq_external_accounts (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  linked_at TEXT NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (user_id, issuer)
);
CREATE TRIGGER IF NOT EXISTS cq_linked_user_deleted AFTER DELETE ON users BEGIN
  DELETE FROM cq_external_accounts WHERE user_id = OLD.id;
END;
CREATE TRIGGER IF NOT EXISTS cq_linked_user_replaced AFTER INSERT ON users BEGIN
  DELETE FROM cq_external_accounts WHERE user_id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS cq_linked_user_renumbered AFTER UPDATE OF id ON users
WHEN NEW.id <> OLD.id BEGIN
  DELETE FROM cq_external_accounts WHERE user_id IN (OLD.id, NEW.id);
END;
DELETE FROM cq_external_accounts WHERE user_id NOT IN (SELECT id FROM users);
)sql";

std::optional<User> NextUser(Query& query) {
  if (!query.Step()) return std::nullopt;
  return User{query.Int(0), query.Text(1), query.Text(2), query.Text(3)};
}

std::optional<User> FindLinked(Connection& connection, std::string_view issuer,
                               std::string_view subject) {
  Query query(connection,
              "SELECT u.id, u.username, u.password_hash, u.created_at "
              "FROM cq_external_accounts a JOIN users u ON u.id = a.user_id "
              "WHERE a.issuer = ?1 AND a.subject = ?2",
              issuer, subject);
  return NextUser(query);
}

std::optional<User> FindNamed(Connection& connection, std::string_view username) {
  Query query(connection,
              "SELECT id, username, password_hash, created_at FROM users WHERE username = ?1",
              username);
  return NextUser(query);
}

bool HasLinkTo(Connection& connection, const User& user, std::string_view issuer) {
  Query query(connection, "SELECT 1 FROM cq_external_accounts WHERE user_id = ?1 AND issuer = ?2",
              user.id, issuer);
  return query.Step();
}

// The account is not linked, so a row that has its key points to nobody.
void InsertLink(Connection& connection, std::string_view issuer, std::string_view subject,
                std::int64_t user_id, std::string_view now) {
  Run(connection,
      "INSERT OR REPLACE INTO cq_external_accounts (issuer, subject, user_id, linked_at) "
      "VALUES (?1, ?2, ?3, ?4)",
      issuer, subject, user_id, now);
}

// nullopt when a user has to be created or renamed.
std::optional<Resolution> ResolveAsItIs(Connection& connection,
                                        const auth::ExternalIdentity& identity) {
  std::optional<User> linked = FindLinked(connection, identity.issuer, identity.subject);
  if (linked && linked->username == identity.username) return Resolution(*std::move(linked));
  if (!FindNamed(connection, identity.username)) return std::nullopt;
  return tl::unexpected(linked ? ResolveFailure::kRenameTaken : ResolveFailure::kNameTaken);
}

// A file that was restored while serving may lack what the migration made.
void Mend(Connection& connection) {
  if (!HasObjects(connection, kExternalAccountObjects)) MigrateWithin(connection);
}

bool IsInstalled(Connection& connection) {
  return HasObject(connection, kExternalAccountObjects.front());
}

}  // namespace

void InstallExternalAccounts(Connection& connection) { connection.Execute(kInstall); }

std::optional<User> ExternalAccountRepository::Find(std::string_view issuer,
                                                    std::string_view subject) {
  return readers_.Read([&](Connection& connection) -> std::optional<User> {
    if (!IsInstalled(connection)) return std::nullopt;
    return FindLinked(connection, issuer, subject);
  });
}

Resolution ExternalAccountRepository::Resolve(const auth::ExternalIdentity& identity,
                                              std::string_view password_hash,
                                              std::string_view now) {
  const auto as_it_is = readers_.Read([&](Connection& connection) -> std::optional<Resolution> {
    const ReadTransaction snapshot(connection);
    if (!IsInstalled(connection)) return std::nullopt;
    return ResolveAsItIs(connection, identity);
  });
  if (as_it_is) return *as_it_is;

  return writes_.Call([&](Connection& connection) -> Resolution {
    Mend(connection);
    // Others may have written since; from here on nobody does.
    if (auto settled = ResolveAsItIs(connection, identity)) return *std::move(settled);
    std::optional<User> user = FindLinked(connection, identity.issuer, identity.subject);
    if (user) {
      Run(connection, "UPDATE users SET username = ?2 WHERE id = ?1", user->id, identity.username);
      user->username = identity.username;
      return *std::move(user);
    }
    Run(connection, "INSERT INTO users (username, password_hash, created_at) VALUES (?1, ?2, ?3)",
        identity.username, password_hash, now);
    user = FindNamed(connection, identity.username);
    InsertLink(connection, identity.issuer, identity.subject, user->id, now);
    return *std::move(user);
  });
}

LinkOutcome ExternalAccountRepository::Link(std::string_view username, std::string_view issuer,
                                            std::string_view subject, std::string_view now) {
  return writes_.Call([&](Connection& connection) {
    Mend(connection);
    const std::optional<User> user = FindNamed(connection, username);
    if (!user) return LinkOutcome::kUnknownUser;
    if (const auto linked = FindLinked(connection, issuer, subject)) {
      return linked->id == user->id ? LinkOutcome::kLinked : LinkOutcome::kAccountLinkedElsewhere;
    }
    if (HasLinkTo(connection, *user, issuer)) return LinkOutcome::kUserLinkedElsewhere;
    InsertLink(connection, issuer, subject, user->id, now);
    return LinkOutcome::kLinked;
  });
}

bool ExternalAccountRepository::Unlink(std::string_view username, std::string_view issuer) {
  return writes_.Call([&](Connection& connection) {
    Mend(connection);
    return Run(connection,
               "DELETE FROM cq_external_accounts "
               "WHERE issuer = ?2 AND user_id = (SELECT id FROM users WHERE username = ?1)",
               username, issuer) > 0;
  });
}

std::vector<auth::ExternalAccount> ExternalAccountRepository::List() {
  return readers_.Read([](Connection& connection) {
    std::vector<auth::ExternalAccount> accounts;
    if (!IsInstalled(connection)) return accounts;
    Query query(connection,
                "SELECT a.issuer, a.subject, u.username, a.linked_at "
                "FROM cq_external_accounts a JOIN users u ON u.id = a.user_id "
                "ORDER BY u.username, a.issuer");
    while (query.Step()) {
      accounts.push_back({query.Text(0), query.Text(1), query.Text(2), query.Text(3)});
    }
    return accounts;
  });
}

}  // namespace cq::storage::sqlite
