#include "app/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstddef>
#include <map>

#include "app/exit_code.h"
#include "app/version.h"
#include "config/variables.h"

namespace cq::app {
namespace {

// Parses into a CommandLine that it owns; CLI11 keeps references to the members.
class Parser {
 public:
  Parser() {
    app_.set_version_flag("--version", std::string("cq-server ") + std::string(Version()) + " (" +
                                           std::string(Commit()) + ")");
    app_.footer(
        "Every option may also be given by its variable. The signing secrets come from\n"
        "CQ_JWT_SECRET and CQ_API_KEY_PEPPER, or from files.\n"
        "Exit codes: 0 success, 1 failure, 2 wrong usage or configuration.");
    AddConfigurationFlags();
    AddCommand(app_, "serve", "Serve the API (the default).", Command::kServe);
    AddUserCommands();
    AddStoreCommands();
    AddOidcCommands();
    AddCommand(app_, "config", "Print the effective configuration and its origins.",
               Command::kConfig);
    app_.require_subcommand(0, 1);
  }

  tl::expected<CommandLine, int> Parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return tl::unexpected(app_.exit(error) == 0 ? 0 : kExitUsage);
    }
    for (const auto& [name, option] : configuration_options_) {
      if (option->count() > 0) line_.flags.emplace_back(name, option->as<std::string>());
    }
    return std::move(line_);
  }

 private:
  // Every command understands the configuration's flags, before and after its name.
  CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                       Command command) {
    CLI::App* added = parent.add_subcommand(name, description);
    added->fallthrough();
    added->callback([this, command] { line_.command = command; });
    return *added;
  }

  void AddConfigurationFlags() {
    for (const config::Variable& variable : config::Variables()) {
      const std::string flag = config::FlagOf(variable);
      if (flag.empty()) continue;
      std::string description(variable.description);
      if (!variable.default_text.empty()) {
        description += " Default " + std::string(variable.default_text) + ".";
      }
      CLI::Option* option = app_.add_option(flag);
      option->description(description + " (" + std::string(variable.name) + ")")
          ->type_name(std::string(variable.placeholder))
          ->group("Configuration")
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
      configuration_options_.emplace(std::string(variable.name), option);
    }
  }

  void AddUserCommands() {
    CLI::App* user = app_.add_subcommand("user", "Manage the people who sign in.");
    user->fallthrough();
    user->require_subcommand(1);
    AddPasswordOptions(AddUserCommand(*user, "add", "Add a user.", Command::kUserAdd));
    AddPasswordOptions(AddUserCommand(*user, "set-password", "Give a user a new password.",
                                      Command::kUserSetPassword));
    AddCommand(*user, "list", "List the users.", Command::kUserList);
    AddUserCommand(*user, "remove", "Remove a user and its API keys; units and reviews stay.",
                   Command::kUserRemove);
    CLI::App& key = AddUserCommand(*user, "create-key", "Create an API key and print it once.",
                                   Command::kUserCreateKey);
    key.add_option("--name", line_.user.key_name, "What the key is for.")->capture_default_str();
    key.add_option("--ttl", line_.user.key_ttl,
                   "Lifetime: a number and s, m, h or d, at most 365d.")
        ->capture_default_str();
    AddLinkCommands(*user);
  }

  void AddLinkCommands(CLI::App& user) {
    CLI::App& link = AddUserCommand(
        user, "link", "Let an identity provider's account sign in as a user.", Command::kUserLink);
    link.add_option("--subject", line_.user.subject, "The account: the sub of its tokens.")
        ->required();
    CLI::App& unlink =
        AddUserCommand(user, "unlink", "End the link; the user, its API keys and units stay.",
                       Command::kUserUnlink);
    for (CLI::App* command : {&link, &unlink}) {
      command->add_option("--issuer", line_.user.issuer,
                          "The identity provider; CQ_OIDC_ISSUER when absent.");
    }
  }

  CLI::App& AddUserCommand(CLI::App& parent, const std::string& name,
                           const std::string& description, Command command) {
    CLI::App& added = AddCommand(parent, name, description, command);
    added.add_option("NAME", line_.user.name, "The user's name.")->required();
    return added;
  }

  void AddPasswordOptions(CLI::App& command) {
    const auto choose = [this](PasswordSource source) {
      return [this, source](std::int64_t) { line_.user.password_source = source; };
    };
    CLI::Option* from_stdin =
        command.add_flag_function("--password-stdin", choose(PasswordSource::kStandardInput),
                                  "Read the password from standard input (its first line).");
    command
        .add_flag_function("--generate", choose(PasswordSource::kGenerated),
                           "Make a password and print it once.")
        ->excludes(from_stdin);
  }

  void AddStoreCommands() {
    CLI::App& import_units = AddCommand(
        app_, "import", "Add knowledge units; a second run adds nothing.", Command::kImport);
    import_units
        .add_option("FILE", line_.import.file, "JSON array of units; - for standard input.")
        ->required();
    import_units
        .add_option("--status", line_.import.status, "Review status of units that do not say.")
        ->check(CLI::IsMember({"pending", "approved"}))
        ->capture_default_str();
    import_units.add_flag_function(
        "--skip-invalid",
        [this](std::int64_t) { line_.import.invalid_entries = InvalidEntries::kSkip; },
        "Import the valid entries although others are not.");

    AddCommand(app_, "export", "Write every unit with its review state as JSON.", Command::kExport)
        .add_option("FILE", line_.export_file, "Where to; standard output when absent.");
    AddCommand(app_, "backup", "Copy the database consistently, also while it is served.",
               Command::kBackup)
        .add_option("DEST", line_.backup_destination, "A file that does not exist yet.")
        ->required();
    AddCommand(app_, "migrate", "Bring the database up to date.", Command::kMigrate)
        .add_flag_function(
            "--check", [this](std::int64_t) { line_.migrate_mode = MigrateMode::kCheck; },
            "Change nothing; exit code 3 when migrations are pending.");
  }

  void AddOidcCommands() {
    CLI::App* oidc = app_.add_subcommand("oidc", "Look at the identity provider and its tokens.");
    oidc->fallthrough();
    oidc->require_subcommand(1);
    AddCommand(*oidc, "check", "Fetch the keys and tell whether tokens can be verified.",
               Command::kOidcCheck);
    AddCommand(*oidc, "explain",
               "Tell check by check whether the token on standard input would be accepted.",
               Command::kOidcExplain);
  }

  CommandLine line_;
  CLI::App app_{"cq-server: a knowledge store for AI coding agents.", "cq-server"};
  std::map<std::string, CLI::Option*> configuration_options_;
};

}  // namespace

tl::expected<CommandLine, int> ParseCommandLine(int argc, const char* const* argv) {
  return Parser().Parse(argc, argv);
}

}  // namespace cq::app
