#include "app/run_command.h"

#include <string>
#include <string_view>

#include "app/application.h"
#include "app/config_command.h"
#include "app/console.h"
#include "app/database_commands.h"
#include "app/exit_code.h"
#include "app/export_command.h"
#include "app/import_command.h"
#include "app/link_commands.h"
#include "app/oidc_commands.h"
#include "app/user_commands.h"

namespace cq::app {
namespace {

int Serve(const config::Config& config) {
  if (const std::string missing = config.MissingForServing(); !missing.empty()) {
    Complain(missing);
    return kExitUsage;
  }
  return Application(config).Run();
}

}  // namespace

config::NamedTexts ReadEnvironment(const char* const* environment) {
  config::NamedTexts texts;
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos) continue;
    texts.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return texts;
}

int RunCommand(const CommandLine& line, const config::Config& config) {
  // `serve` puts them into its log.
  if (line.command != Command::kServe) {
    for (const std::string& warning : config.warnings()) Warn(warning);
  }
  const config::Settings& settings = config.settings();
  switch (line.command) {
    case Command::kServe:
      return Serve(config);
    case Command::kUserAdd:
      return AddUser(settings, line.user);
    case Command::kUserSetPassword:
      return SetUserPassword(settings, line.user);
    case Command::kUserList:
      return ListUsers(settings);
    case Command::kUserRemove:
      return RemoveUser(settings, line.user);
    case Command::kUserCreateKey:
      return CreateUserKey(settings, line.user);
    case Command::kUserLink:
      return LinkUser(settings, line.user);
    case Command::kUserUnlink:
      return UnlinkUser(settings, line.user);
    case Command::kImport:
      return ImportUnits(settings, line.import);
    case Command::kExport:
      return ExportUnits(settings, line.export_file);
    case Command::kBackup:
      return BackUpDatabase(settings, line.backup_destination);
    case Command::kMigrate:
      return MigrateDatabase(settings, line.migrate_mode);
    case Command::kConfig:
      return PrintConfig(config);
    case Command::kOidcCheck:
      return CheckIdentityProvider(settings);
    case Command::kOidcExplain:
      return ExplainToken(settings);
  }
  return kExitUsage;
}

}  // namespace cq::app
