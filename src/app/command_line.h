// The command line: which command, its arguments, and the configuration's flags.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/config.h"

namespace cq::app {

enum class Command {
  kServe,
  kUserAdd,
  kUserSetPassword,
  kUserList,
  kUserRemove,
  kUserCreateKey,
  kUserLink,
  kUserUnlink,
  kImport,
  kExport,
  kBackup,
  kMigrate,
  kConfig,
  kOidcCheck,
  kOidcExplain,
};

enum class PasswordSource { kPrompt, kStandardInput, kGenerated };

struct UserArguments {
  std::string name;
  PasswordSource password_source = PasswordSource::kPrompt;
  std::string key_name = "command line";
  std::string key_ttl = "90d";
  std::string subject;  // the identity provider's name of the account
  std::string issuer;   // empty: the configured one
};

enum class InvalidEntries {
  kRefuse,  // import nothing when one entry is invalid
  kSkip,
};

struct ImportArguments {
  std::string file;
  std::string status = "pending";  // of entries that do not say
  InvalidEntries invalid_entries = InvalidEntries::kRefuse;
};

enum class MigrateMode { kApply, kCheck };

struct CommandLine {
  Command command = Command::kServe;
  config::NamedTexts flags;
  UserArguments user;
  ImportArguments import;
  std::string export_file;  // empty: standard output
  std::string backup_destination;
  MigrateMode migrate_mode = MigrateMode::kApply;
};

// The error is the exit code, after help, version or the complaint was printed.
tl::expected<CommandLine, int> ParseCommandLine(int argc, const char* const* argv);

}  // namespace cq::app
