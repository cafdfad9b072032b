#include "app/link_commands.h"

#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/module_options.h"
#include "auth/external_account.h"
#include "config/oidc_values.h"
#include "core/clock.h"
#include "core/text.h"
#include "core/time_text.h"
#include "storage/database.h"

namespace cq::app {
namespace {

// nullopt after the complaint was printed.
std::optional<std::string> ObtainIssuer(const config::Settings& settings,
                                        const UserArguments& arguments) {
  if (arguments.issuer.empty()) {
    if (settings.oidc) return settings.oidc->issuer;
    Complain("CQ_OIDC_ISSUER is not set: give the server's configuration, or --issuer");
    return std::nullopt;
  }
  auto issuer = config::ParseIssuer(arguments.issuer);
  if (!issuer) {
    Complain("--issuer is not usable: give " + issuer.error());
    return std::nullopt;
  }
  return *std::move(issuer);
}

bool IsSubject(std::string_view text) {
  return !text.empty() && IsValidUtf8(text) && OnOneLine(text) == text;
}

std::string Unlinking(std::string_view username) {
  return "; end that link first: cq-server user unlink " + std::string(username);
}

std::string Problem(auth::LinkOutcome outcome, const UserArguments& arguments,
                    const std::optional<auth::User>& holder) {
  switch (outcome) {
    case auth::LinkOutcome::kLinked:
      break;
    case auth::LinkOutcome::kUnknownUser:
      return "there is no user " + arguments.name;
    case auth::LinkOutcome::kUserLinkedElsewhere:
      return "user " + arguments.name + " is linked to another account of this issuer" +
             Unlinking(arguments.name);
    case auth::LinkOutcome::kAccountLinkedElsewhere: {
      const std::string name = holder ? holder->username : "NAME";
      return "the account is linked to user " + name + Unlinking(name) +
             ", and `user remove` it if it was made for this account alone";
    }
  }
  return {};
}

}  // namespace

int LinkUser(const config::Settings& settings, const UserArguments& arguments) {
  const auto issuer = ObtainIssuer(settings, arguments);
  if (!issuer) return kExitUsage;
  if (!IsSubject(arguments.subject)) {
    Complain("--subject is not usable: give the sub of the account's tokens");
    return kExitUsage;
  }
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  auth::ExternalAccountRepository& accounts = database->external_accounts();
  const auth::LinkOutcome outcome = accounts.Link(arguments.name, *issuer, arguments.subject,
                                                  FormatOffsetTime(SystemClock().Now()));
  if (outcome != auth::LinkOutcome::kLinked) {
    return Complain(Problem(outcome, arguments, accounts.Find(*issuer, arguments.subject)));
  }
  std::cerr << "user " << arguments.name << " is linked to " << arguments.subject << " of "
            << *issuer << "\n";
  return 0;
}

int UnlinkUser(const config::Settings& settings, const UserArguments& arguments) {
  const auto issuer = ObtainIssuer(settings, arguments);
  if (!issuer) return kExitUsage;
  if (const auto absent = DatabaseIsAbsent(settings)) return *absent;
  const auto database = storage::OpenSqlite(DatabaseOptionsOf(settings));
  if (!database->external_accounts().Unlink(arguments.name, *issuer)) {
    return Complain("user " + arguments.name + " is not linked to an account of " + *issuer);
  }
  std::cerr << "user " << arguments.name << " is no longer linked\n";
  return 0;
}

}  // namespace cq::app
