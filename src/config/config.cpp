#include "config/config.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <map>
#include <optional>

#include "config/oidc_values.h"
#include "config/suggest.h"
#include "config/variables.h"
#include "core/text.h"

namespace cq::config {
namespace {

constexpr std::size_t kSafeSecretBytes = 32;

// What the clients read; a shell that runs both has them set.
constexpr std::array<std::string_view, 5> kClientVariables{
    "CQ_ADDR", "CQ_API_KEY", "CQ_TIMEOUT", "CQ_LOCAL_DB_PATH", "CQ_LOCAL_DATABASE_URL"};

struct Given {
  std::string text;
  Origin origin = Origin::kDefault;
};

using GivenValues = std::map<std::string, Given, std::less<>>;

// The reference reads its variables whatever their case; the exact spelling wins.
std::string CanonicalName(std::string_view name) {
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

const Variable* FindVariable(std::string_view name) {
  const auto& variables = Variables();
  const auto found = std::ranges::find(variables, name, &Variable::name);
  return found == variables.end() ? nullptr : &*found;
}

// For one line of an error: quoted, without line ends and not endless.
std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string quoted = "\"";
  for (const char c : ReplaceInvalidUtf8(text.substr(0, kLongest))) {
    quoted += std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
  }
  return quoted + (text.size() > kLongest ? "...\"" : "\"");
}

std::string WrongValue(const Variable& variable, const Given& given, const std::string& mend) {
  std::string line(variable.name);
  if (given.origin == Origin::kFlag) line += " (" + FlagOf(variable) + ")";
  // A URL may carry a password.
  const bool printable =
      variable.sensitivity == Sensitivity::kPlain && given.text.find("://") == std::string::npos;
  line += printable ? " is " + Quoted(given.text) : " is not usable";
  return line + ": give " + mend;
}

}  // namespace

std::string_view OriginText(Origin origin) {
  switch (origin) {
    case Origin::kDefault:
      return "default";
    case Origin::kEnvironment:
      return "environment";
    case Origin::kFlag:
      return "flag";
  }
  return "";
}

// Builds a Config step by step; the first failure ends it.
class ConfigLoader {
 public:
  ConfigLoader(const NamedTexts& environment, const NamedTexts& flags) {
    for (const auto& [name, text] : environment) TakeEnvironment(name, text);
    for (const auto& [name, text] : flags) given_[name] = {text, Origin::kFlag};
  }

  tl::expected<Config, std::string> Load() {
    std::string failure = SettleSecretSource("CQ_JWT_SECRET", "CQ_JWT_SECRET_FILE");
    if (failure.empty()) {
      failure = SettleSecretSource("CQ_API_KEY_PEPPER", "CQ_API_KEY_PEPPER_FILE");
    }
    if (!failure.empty()) return tl::unexpected(failure);
    SettleDatabase();

    for (const Variable& variable : Variables()) {
      if (auto wrong = Assign(variable); !wrong.empty()) return tl::unexpected(std::move(wrong));
    }
    if (auto wrong = CheckTogether(); !wrong.empty()) return tl::unexpected(std::move(wrong));
    if (auto wrong = SettleOidc(); !wrong.empty()) return tl::unexpected(std::move(wrong));
    WarnAboutSecret("CQ_JWT_SECRET", config_.settings_.jwt_secret);
    WarnAboutSecret("CQ_API_KEY_PEPPER", config_.settings_.api_key_pepper);
    return std::move(config_);
  }

 private:
  void TakeEnvironment(const std::string& name, const std::string& text) {
    const std::string canonical = CanonicalName(name);
    if (!canonical.starts_with("CQ_")) return;
    const Variable* variable = FindVariable(canonical);
    if (variable == nullptr) {
      WarnUnknown(name, canonical);
      return;
    }
    if (text.empty() && variable->empty_text == EmptyText::kUnset) return;
    if (name == canonical || !given_.contains(canonical)) {
      given_[canonical] = {text, Origin::kEnvironment};
    }
  }

  void WarnUnknown(const std::string& name, const std::string& canonical) {
    if (std::ranges::find(kClientVariables, canonical) != kClientVariables.end()) return;
    std::vector<std::string_view> known;
    for (const Variable& variable : Variables()) known.push_back(variable.name);
    std::string warning = "unknown variable " + Quoted(name) + " is ignored";
    if (const auto nearest = NearestName(canonical, known)) {
      warning += "; did you mean " + std::string(*nearest) + "?";
    }
    config_.warnings_.push_back(std::move(warning));
  }

  // A secret comes from one place: a flag's file wins over the environment, two variables conflict.
  std::string SettleSecretSource(std::string_view text_name, std::string_view file_name) {
    const auto text = given_.find(text_name);
    const auto file = given_.find(file_name);
    if (text == given_.end() || file == given_.end()) return {};
    if (file->second.origin == Origin::kFlag) {
      given_.erase(text);
      return {};
    }
    return std::string(text_name) + " and " + std::string(file_name) +
           " are both set: unset one of them";
  }

  // CQ_DATABASE_URL > CQ_DB_PATH, but a flag beats the environment.
  void SettleDatabase() {
    const auto url = given_.find("CQ_DATABASE_URL");
    if (url == given_.end()) return;
    const auto path = given_.find("CQ_DB_PATH");
    if (path == given_.end()) {
      database_from_url_ = true;
      return;
    }
    if (path->second.origin == Origin::kFlag && url->second.origin != Origin::kFlag) {
      given_.erase(url);
      config_.warnings_.emplace_back("CQ_DATABASE_URL is ignored because --db-path is given");
      return;
    }
    given_.erase(path);
    database_from_url_ = true;
  }

  // Empty, or the error line.
  std::string Assign(const Variable& variable) {
    const auto found = given_.find(variable.name);
    const bool is_given = found != given_.end();
    const bool is_replaced = variable.name == "CQ_DB_PATH" && database_from_url_;
    EffectiveValue effective{variable.name, "", is_given ? found->second.origin : Origin::kDefault};
    const Given given =
        is_given ? found->second : Given{std::string(variable.default_text), Origin::kDefault};
    const bool has_value = is_given || !variable.default_text.empty();
    if (has_value && !is_replaced) {
      auto shown = variable.assign(given.text, config_.settings_);
      if (!shown) return WrongValue(variable, given, shown.error());
      effective.text =
          variable.sensitivity == Sensitivity::kSecret ? "********" : std::move(*shown);
    }
    config_.effective_.push_back(std::move(effective));
    return {};
  }

  std::string CheckTogether() const {
    const Settings& settings = config_.settings_;
    if (settings.tls_certificate_file.empty() != settings.tls_key_file.empty()) {
      return settings.tls_key_file.empty()
                 ? "CQ_TLS_KEY_FILE is not set but CQ_TLS_CERT_FILE is: give both or none"
                 : "CQ_TLS_CERT_FILE is not set but CQ_TLS_KEY_FILE is: give both or none";
    }
    return {};
  }

  // Empty, or the error line. Without an issuer nothing of it may be set, and the defaults go.
  std::string SettleOidc() {
    if (!given_.contains("CQ_OIDC_ISSUER")) {
      const auto other = std::ranges::find_if(
          given_, [](const auto& given) { return given.first.starts_with("CQ_OIDC_"); });
      if (other != given_.end()) {
        return "CQ_OIDC_ISSUER is not set but " + other->first +
               " is: give the issuer, or unset the other";
      }
      config_.settings_.oidc.reset();
      return {};
    }
    for (std::string& warning : OidcWarnings(*config_.settings_.oidc)) {
      config_.warnings_.push_back(std::move(warning));
    }
    return CheckOidcSettings(*config_.settings_.oidc);
  }

  void WarnAboutSecret(std::string_view name, std::string_view secret) {
    if (secret.empty() || secret.size() >= kSafeSecretBytes) return;
    config_.warnings_.push_back(std::string(name) + " is shorter than 32 bytes and can be guessed");
  }

  GivenValues given_;
  bool database_from_url_ = false;
  Config config_;
};

tl::expected<Config, std::string> Config::Load(const NamedTexts& environment,
                                               const NamedTexts& flags) {
  return ConfigLoader(environment, flags).Load();
}

std::string Config::MissingForServing() const {
  const auto missing = [](std::string_view name) {
    return std::string(name) +
           " is not set: give a random text of 32 bytes or more, such as the output of "
           "`openssl rand -hex 32`";
  };
  if (settings_.jwt_secret.empty()) return missing("CQ_JWT_SECRET");
  if (settings_.api_key_pepper.empty()) return missing("CQ_API_KEY_PEPPER");
  return {};
}

}  // namespace cq::config
