#include "app/user_commands.h"

#include <array>
#include <iostream>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/module_options.h"
#include "app/services.h"
#include "app/terminal.h"
#include "auth/user_service.h"
#include "crypto/base32.h"
#include "crypto/password_hasher.h"
#include "crypto/random_bytes.h"

namespace cq::app {
namespace {

// 16 characters of base 32: 80 bits.
std::string GeneratePassword(RandomSource& random) {
  std::array<std::byte, 10> bytes{};
  random.Fill(bytes);
  return crypto::EncodeBase32({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<std::string> FirstLineOfInput() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> PromptTwice() {
  auto first = PromptWithoutEcho("Password: ");
  if (!first) {
    Complain("there is no terminal to ask for the password; use --password-stdin or --generate");
    return std::nullopt;
  }
  if (PromptWithoutEcho("Again: ") != first) {
    Complain("the two passwords differ");
    return std::nullopt;
  }
  return first;
}

// nullopt after the complaint was printed.
std::optional<std::string> ObtainPassword(PasswordSource source, RandomSource& random) {
  switch (source) {
    case PasswordSource::kGenerated:
      return GeneratePassword(random);
    case PasswordSource::kPrompt:
      return PromptTwice();
    case PasswordSource::kStandardInput: {
      auto line = FirstLineOfInput();
      if (!line) Complain("standard input holds no password");
      return line;
    }
  }
  return std::nullopt;
}

using PasswordChange = Result<void> (auth::UserService::*)(std::string_view name,
                                                           std::string_view password);

int ChangePassword(const config::Settings& settings, const UserArguments& arguments,
                   PasswordChange change, std::string_view done) {
  crypto::RandomBytes random;
  const SystemClock clock;
  const crypto::PasswordHasher hasher(random);
  if (const auto name = auth::CheckUsername(arguments.name); !name) return Complain(name.error());
  const auto password = ObtainPassword(arguments.password_source, random);
  if (!password) return kExitFailure;

  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  auth::UserService users(database->users(), hasher, clock);
  if (const auto result = (users.*change)(arguments.name, *password); !result) {
    return Complain(result.error());
  }
  std::cerr << "user " << arguments.name << " " << done << "\n";
  if (arguments.password_source == PasswordSource::kGenerated) std::cout << *password << "\n";
  return 0;
}

}  // namespace

int AddUser(const config::Settings& settings, const UserArguments& arguments) {
  return ChangePassword(settings, arguments, &auth::UserService::Add, "added");
}

int SetUserPassword(const config::Settings& settings, const UserArguments& arguments) {
  return ChangePassword(settings, arguments, &auth::UserService::SetPassword, "has a new password");
}

int ListUsers(const config::Settings& settings) {
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  std::multimap<std::string, auth::ExternalAccount> accounts;
  for (auth::ExternalAccount& account : database->external_accounts().List()) {
    accounts.emplace(account.username, std::move(account));
  }
  for (const auth::User& user : database->users().List()) {
    std::cout << user.username << "\t" << user.created_at;
    const auto [begin, end] = accounts.equal_range(user.username);
    for (auto account = begin; account != end; ++account) {
      std::cout << "\t" << account->second.issuer << "\t" << OnOneLine(account->second.subject);
    }
    std::cout << "\n";
  }
  return 0;
}

int RemoveUser(const config::Settings& settings, const UserArguments& arguments) {
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  if (!database->users().Remove(arguments.name)) {
    return Complain("there is no user " + arguments.name);
  }
  std::cerr << "user " << arguments.name << " removed\n";
  return 0;
}

int CreateUserKey(const config::Settings& settings, const UserArguments& arguments) {
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  if (settings.api_key_pepper.empty()) {
    Complain("CQ_API_KEY_PEPPER is not set: give the one that the server has");
    return kExitUsage;
  }
  crypto::RandomBytes random;
  const SystemClock clock;
  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  auth::CachedAccountDirectory accounts(database->users(), database->changes());
  auth::LastUsedRecorder last_used(database->api_keys(), [](std::string_view) {});
  auth::ApiKeyService keys(
      {database->api_keys(), accounts, database->changes(), last_used, random, clock},
      settings.api_key_pepper);
  const auto created = keys.Create(
      arguments.name, {.name = arguments.key_name, .ttl = arguments.key_ttl, .labels = {}});
  if (!created) return Complain(created.error());
  std::cout << created->token << "\n";
  return 0;
}

}  // namespace cq::app
