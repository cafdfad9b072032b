#include "storage/sqlite/user_repository.h"

namespace cq::storage::sqlite {
namespace {

auth::User ReadUser(const Query& query) {
  return {query.Int(0), query.Text(1), query.Text(2), query.Text(3)};
}

}  // namespace

std::optional<auth::User> UserRepository::FindByName(std::string_view username) {
  return readers_.Read([&](Connection& connection) -> std::optional<auth::User> {
    Query query(connection,
                "SELECT id, username, password_hash, created_at FROM users WHERE username = ?1",
                username);
    if (!query.Step()) return std::nullopt;
    return ReadUser(query);
  });
}

bool UserRepository::Create(std::string_view username, std::string_view password_hash,
                            std::string_view created_at) {
  return writes_.Call([&](Connection& connection) {
    return Run(connection,
               "INSERT INTO users (username, password_hash, created_at) "
               "VALUES (?1, ?2, ?3) ON CONFLICT (username) DO NOTHING",
               username, password_hash, created_at) > 0;
  });
}

bool UserRepository::SetPasswordHash(std::string_view username, std::string_view password_hash) {
  return writes_.Call([&](Connection& connection) {
    return Run(connection, "UPDATE users SET password_hash = ?2 WHERE username = ?1", username,
               password_hash) > 0;
  });
}

bool UserRepository::Remove(std::string_view username) {
  return writes_.Call([&](Connection& connection) {
    return Run(connection, "DELETE FROM users WHERE username = ?1", username) > 0;
  });
}

std::vector<auth::User> UserRepository::List() {
  return readers_.Read([](Connection& connection) {
    Query query(connection,
                "SELECT id, username, password_hash, created_at FROM users ORDER BY username");
    std::vector<auth::User> users;
    while (query.Step()) users.push_back(ReadUser(query));
    return users;
  });
}

}  // namespace cq::storage::sqlite
