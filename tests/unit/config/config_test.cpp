#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace cq::config {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kSecret = "0123456789abcdef0123456789abcdef";

NamedTexts WithSecrets(NamedTexts more = {}) {
  more.emplace_back("CQ_JWT_SECRET", kSecret);
  more.emplace_back("CQ_API_KEY_PEPPER", kSecret);
  return more;
}

Config LoadOrFail(const NamedTexts& environment, const NamedTexts& flags = {}) {
  auto config = Config::Load(environment, flags);
  if (!config) throw std::runtime_error(config.error());
  return *config;
}

std::string FailureOf(const NamedTexts& environment, const NamedTexts& flags = {}) {
  const auto config = Config::Load(environment, flags);
  return config ? "" : config.error();
}

EffectiveValue Effective(const Config& config, std::string_view name) {
  const auto found = std::ranges::find(config.effective(), name, &EffectiveValue::name);
  return found == config.effective().end() ? EffectiveValue{} : *found;
}

class SecretFile {
 public:
  explicit SecretFile(const std::string& content)
      : path_(testing::TempDir() + "cq_secret_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~SecretFile() { std::remove(path_.c_str()); }
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(ConfigTest, DefaultsAreTheReferences) {
  const Config config = LoadOrFail(WithSecrets());
  EXPECT_EQ(config.settings().listen.host, "0.0.0.0");
  EXPECT_EQ(config.settings().listen.port, 3000);
  EXPECT_EQ(config.settings().database_path, "/data/cq.db");
  EXPECT_EQ(config.settings().max_body_bytes, 1024U * 1024U);
  EXPECT_FALSE(config.settings().admin);
  EXPECT_GE(config.settings().io_threads, 1U);
  EXPECT_THAT(config.warnings(), IsEmpty());
  EXPECT_EQ(config.MissingForServing(), "");
}

TEST(ConfigTest, FlagsBeatTheEnvironmentWhichBeatsDefaults) {
  const Config config = LoadOrFail(WithSecrets({{"CQ_PORT", "4000"}, {"CQ_IDLE_TIMEOUT", "9s"}}),
                                   {{"CQ_PORT", "5000"}});
  EXPECT_EQ(config.settings().listen.port, 5000);
  EXPECT_EQ(config.settings().idle_timeout, milliseconds(9000));
  EXPECT_EQ(Effective(config, "CQ_PORT").origin, Origin::kFlag);
  EXPECT_EQ(Effective(config, "CQ_IDLE_TIMEOUT").origin, Origin::kEnvironment);
  EXPECT_EQ(Effective(config, "CQ_HOST").origin, Origin::kDefault);
  EXPECT_EQ(Effective(config, "CQ_HOST").text, "0.0.0.0");
}

TEST(ConfigTest, AWrongValueNamesItsVariableAndTheMend) {
  EXPECT_EQ(FailureOf({{"CQ_PORT", "http"}}),
            "CQ_PORT is \"http\": give a port number from 0 to 65535");
  EXPECT_EQ(FailureOf({}, {{"CQ_LOG_LEVEL", "loud"}}),
            "CQ_LOG_LEVEL (--log-level) is \"loud\": give debug, info, warning or error");
  EXPECT_THAT(FailureOf({{"CQ_PORT", ""}}), HasSubstr("CQ_PORT is \"\""));
  EXPECT_THAT(FailureOf({{"CQ_DB_PATH", ""}}), HasSubstr("CQ_DB_PATH"));
  EXPECT_THAT(FailureOf({{"CQ_JWT_SECRET", ""}}), HasSubstr("CQ_JWT_SECRET"));
}

TEST(ConfigTest, AnErrorStaysOnOneLine) {
  const std::string failure = FailureOf({{"CQ_PORT", "1\n2\xff" + std::string(500, 'x')}});
  EXPECT_THAT(failure, Not(HasSubstr("\n")));
  EXPECT_LT(failure.size(), 200U);
}

TEST(ConfigTest, EmptyOptionalValuesCountAsUnset) {
  const Config config = LoadOrFail(
      WithSecrets({{"CQ_TLS_CERT_FILE", ""}, {"CQ_ADMIN_ADDRESS", ""}, {"CQ_DATABASE_URL", ""}}));
  EXPECT_EQ(config.settings().tls_certificate_file, "");
  EXPECT_FALSE(config.settings().admin);
  EXPECT_EQ(config.settings().database_path, "/data/cq.db");
}

TEST(ConfigTest, TheDatabaseUrlBeatsThePath) {
  const Config config =
      LoadOrFail(WithSecrets({{"CQ_DB_PATH", "/b.db"}, {"CQ_DATABASE_URL", "sqlite:////a.db"}}));
  EXPECT_EQ(config.settings().database_path, "/a.db");
  EXPECT_EQ(Effective(config, "CQ_DATABASE_URL").text, "sqlite:////a.db");
  EXPECT_EQ(Effective(config, "CQ_DB_PATH").text, "");
}

TEST(ConfigTest, APathFlagBeatsTheUrlOfTheEnvironment) {
  const Config config =
      LoadOrFail(WithSecrets({{"CQ_DATABASE_URL", "sqlite:////a.db"}}), {{"CQ_DB_PATH", "/b.db"}});
  EXPECT_EQ(config.settings().database_path, "/b.db");
  EXPECT_THAT(config.warnings(), Contains(HasSubstr("CQ_DATABASE_URL is ignored")));
}

TEST(ConfigTest, APasswordInAUrlIsNotRepeated) {
  EXPECT_THAT(
      FailureOf({{"CQ_DATABASE_URL", "postgresql://cq:hunter2@db/cq"}}),
      AllOf(HasSubstr("CQ_DATABASE_URL"), HasSubstr("PostgreSQL"), Not(HasSubstr("hunter2"))));
}

TEST(ConfigTest, MissingSecretsStopServingOnly) {
  EXPECT_THAT(LoadOrFail({}).MissingForServing(), HasSubstr("CQ_JWT_SECRET is not set"));
  EXPECT_THAT(LoadOrFail({{"CQ_JWT_SECRET", kSecret}}).MissingForServing(),
              HasSubstr("CQ_API_KEY_PEPPER is not set"));
}

TEST(ConfigTest, ShortSecretsWarnWithoutBeingShown) {
  const Config config =
      LoadOrFail({{"CQ_JWT_SECRET", "tiny-secret"}, {"CQ_API_KEY_PEPPER", kSecret}});
  EXPECT_THAT(config.warnings(),
              Contains(AllOf(HasSubstr("CQ_JWT_SECRET is shorter"), Not(HasSubstr("tiny")))));
  EXPECT_EQ(config.MissingForServing(), "");
}

TEST(ConfigTest, SecretsAreMasked) {
  const Config config = LoadOrFail(WithSecrets());
  EXPECT_EQ(Effective(config, "CQ_JWT_SECRET").text, "********");
  for (const EffectiveValue& value : config.effective()) {
    EXPECT_THAT(value.text, Not(HasSubstr(kSecret))) << value.name;
  }
}

TEST(ConfigTest, SecretsComeFromFilesWithoutTheirLineEnd) {
  const SecretFile file(kSecret + "\n");
  const Config config =
      LoadOrFail({{"CQ_JWT_SECRET_FILE", file.path()}, {"CQ_API_KEY_PEPPER", kSecret}});
  EXPECT_EQ(config.settings().jwt_secret, kSecret);
  EXPECT_EQ(Effective(config, "CQ_JWT_SECRET").text, "");
  EXPECT_EQ(Effective(config, "CQ_JWT_SECRET_FILE").text, file.path());
}

TEST(ConfigTest, ASecretFromTwoPlacesIsAnErrorUnlessTheFileIsAFlag) {
  const SecretFile file(kSecret);
  EXPECT_THAT(FailureOf({{"CQ_JWT_SECRET", "other"}, {"CQ_JWT_SECRET_FILE", file.path()}}),
              HasSubstr("CQ_JWT_SECRET and CQ_JWT_SECRET_FILE are both set"));
  const Config config =
      LoadOrFail({{"CQ_JWT_SECRET", "other"}}, {{"CQ_JWT_SECRET_FILE", file.path()}});
  EXPECT_EQ(config.settings().jwt_secret, kSecret);
}

TEST(ConfigTest, UnreadableSecretFilesStop) {
  EXPECT_THAT(FailureOf({{"CQ_JWT_SECRET_FILE", "/nonexistent/secret"}}),
              HasSubstr("CQ_JWT_SECRET_FILE is \"/nonexistent/secret\": give the path"));
  EXPECT_THAT(FailureOf({{"CQ_JWT_SECRET_FILE", "/"}}), HasSubstr("CQ_JWT_SECRET_FILE"));
  const SecretFile empty("\n");
  EXPECT_THAT(FailureOf({{"CQ_JWT_SECRET_FILE", empty.path()}}), HasSubstr("CQ_JWT_SECRET_FILE"));
}

TEST(ConfigTest, UnknownNamesWarnWithTheNearestKnownOne) {
  const Config config = LoadOrFail(WithSecrets({{"CQ_PROT", "1"}, {"CQ_ENTIRELY_ELSEWHERE", "2"}}));
  EXPECT_THAT(config.warnings(), Contains("unknown variable \"CQ_PROT\" is ignored; did you mean "
                                          "CQ_PORT?"));
  EXPECT_THAT(config.warnings(), Contains("unknown variable \"CQ_ENTIRELY_ELSEWHERE\" is ignored"));
}

TEST(ConfigTest, TheClientsVariablesAndOtherProgramsDoNotWarn) {
  const Config config = LoadOrFail(WithSecrets({{"CQ_ADDR", "x"},
                                                {"CQ_API_KEY", "x"},
                                                {"CQ_TIMEOUT", "x"},
                                                {"CQ_LOCAL_DB_PATH", "x"},
                                                {"PATH", "/bin"}}));
  EXPECT_THAT(config.warnings(), IsEmpty());
}

TEST(ConfigTest, LowerCaseNamesWorkAsInTheReference) {
  EXPECT_EQ(LoadOrFail(WithSecrets({{"cq_port", "4000"}})).settings().listen.port, 4000);
  EXPECT_EQ(
      LoadOrFail(WithSecrets({{"CQ_PORT", "5000"}, {"cq_port", "4000"}})).settings().listen.port,
      5000);
}

TEST(ConfigTest, HalfOfATlsPairIsAnError) {
  EXPECT_THAT(FailureOf({{"CQ_TLS_CERT_FILE", "/c.pem"}}), HasSubstr("CQ_TLS_KEY_FILE is not set"));
  EXPECT_THAT(FailureOf({{"CQ_TLS_KEY_FILE", "/k.pem"}}), HasSubstr("CQ_TLS_CERT_FILE is not set"));
}

}  // namespace
}  // namespace cq::config
