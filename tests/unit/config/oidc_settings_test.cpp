#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/oidc_values.h"

namespace cq::config {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

NamedTexts With(NamedTexts more) {
  more.emplace_back("CQ_OIDC_ISSUER", "https://idp.example/realms/cq/");
  more.emplace_back("CQ_OIDC_AUDIENCE", "cq-server");
  return more;
}

Config LoadOrFail(const NamedTexts& environment) {
  auto config = Config::Load(environment, {});
  if (!config) throw std::runtime_error(config.error());
  return *config;
}

OidcSettings LoadOidc(const NamedTexts& environment) {
  return LoadOrFail(environment).settings().oidc.value();
}

std::string FailureOf(const NamedTexts& environment) {
  const auto config = Config::Load(environment, {});
  return config ? "" : config.error();
}

TEST(OidcSettingsTest, WithoutAnyVariableThereIsNone) {
  EXPECT_FALSE(LoadOrFail({}).settings().oidc);
  EXPECT_FALSE(LoadOrFail({{"CQ_OIDC_ISSUER", ""}, {"CQ_OIDC_AUDIENCE", ""}}).settings().oidc);
}

TEST(OidcSettingsTest, IssuerAndAudienceAreEnough) {
  const OidcSettings oidc = LoadOidc(With({}));
  EXPECT_EQ(oidc.issuer, "https://idp.example/realms/cq/");
  EXPECT_THAT(oidc.audiences, ElementsAre("cq-server"));
  EXPECT_EQ(oidc.jwks_url, "");
  EXPECT_EQ(oidc.identity_claim, "sub");
  EXPECT_THAT(oidc.algorithms, ElementsAre("RS256", "ES256"));
  EXPECT_EQ(oidc.clock_skew, seconds(60));
  EXPECT_EQ(oidc.at_jwt_type, AtJwtType::kOptional);
  EXPECT_EQ(oidc.unverified_email, UnverifiedEmail::kRefused);
  EXPECT_EQ(oidc.ca_file, "");
  EXPECT_EQ(oidc.plain_http, PlainHttp::kLoopbackOnly);
  EXPECT_THAT(LoadOrFail(With({})).warnings(), IsEmpty());
}

TEST(OidcSettingsTest, EverythingCanBeChosen) {
  const OidcSettings oidc = LoadOidc({{"CQ_OIDC_ISSUER", "http://idp.example"},
                                      {"CQ_OIDC_AUDIENCE", " cq-server , api://cq,cq-server"},
                                      {"CQ_OIDC_JWKS_URL", "http://idp.example/keys?appid=1"},
                                      {"CQ_OIDC_IDENTITY_CLAIM", "email"},
                                      {"CQ_OIDC_ALGORITHMS", "EdDSA, PS512"},
                                      {"CQ_OIDC_CLOCK_SKEW", "5m"},
                                      {"CQ_OIDC_REQUIRE_AT_JWT", "true"},
                                      {"CQ_OIDC_ALLOW_UNVERIFIED_EMAIL", "1"},
                                      {"CQ_OIDC_ALLOW_INSECURE_HTTP", "yes"}});
  EXPECT_EQ(oidc.issuer, "http://idp.example");
  EXPECT_THAT(oidc.audiences, ElementsAre("cq-server", "api://cq"));
  EXPECT_EQ(oidc.jwks_url, "http://idp.example/keys?appid=1");
  EXPECT_EQ(oidc.identity_claim, "email");
  EXPECT_THAT(oidc.algorithms, ElementsAre("EdDSA", "PS512"));
  EXPECT_EQ(oidc.clock_skew, seconds(300));
  EXPECT_EQ(oidc.at_jwt_type, AtJwtType::kRequired);
  EXPECT_EQ(oidc.unverified_email, UnverifiedEmail::kAccepted);
  EXPECT_EQ(oidc.plain_http, PlainHttp::kAllowed);
}

TEST(OidcSettingsTest, TheClockSkewMayBeZero) {
  EXPECT_EQ(LoadOidc(With({{"CQ_OIDC_CLOCK_SKEW", "0"}})).clock_skew, seconds(0));
}

TEST(OidcSettingsTest, EveryOtherVariableNeedsTheIssuer) {
  const NamedTexts others{{"CQ_OIDC_AUDIENCE", "cq-server"},
                          {"CQ_OIDC_JWKS_URL", "https://idp.example/keys"},
                          {"CQ_OIDC_IDENTITY_CLAIM", "email"},
                          {"CQ_OIDC_ALGORITHMS", "RS256"},
                          {"CQ_OIDC_CLOCK_SKEW", "60s"},
                          {"CQ_OIDC_REQUIRE_AT_JWT", "false"},
                          {"CQ_OIDC_ALLOW_UNVERIFIED_EMAIL", "false"},
                          {"CQ_OIDC_ALLOW_INSECURE_HTTP", "false"}};
  for (const auto& [name, text] : others) {
    EXPECT_EQ(FailureOf({{name, text}}),
              "CQ_OIDC_ISSUER is not set but " + name + " is: give the issuer, or unset the other");
  }
}

TEST(OidcSettingsTest, TheIssuerNeedsAnAudience) {
  EXPECT_THAT(FailureOf({{"CQ_OIDC_ISSUER", "https://idp.example"}}),
              HasSubstr("CQ_OIDC_AUDIENCE is not set but CQ_OIDC_ISSUER is: give "));
}

struct WrongValue {
  std::string name;
  std::string text;
  std::string mend;
};

class WrongOidcValueTest : public testing::TestWithParam<WrongValue> {};

TEST_P(WrongOidcValueTest, StopsWithOneLineThatNamesTheMend) {
  NamedTexts environment = With({});
  std::erase_if(environment, [](const auto& entry) { return entry.first == GetParam().name; });
  environment.emplace_back(GetParam().name, GetParam().text);
  const std::string failure = FailureOf(environment);
  EXPECT_THAT(failure, AllOf(HasSubstr(GetParam().name), HasSubstr(GetParam().mend),
                             Not(HasSubstr("\n")), Not(HasSubstr("hunter2"))))
      << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Values, WrongOidcValueTest,
    testing::Values(
        WrongValue{"CQ_OIDC_ISSUER", "idp.example", "absolute URL"},
        WrongValue{"CQ_OIDC_ISSUER", "https://me:hunter2@idp.example", "user name"},
        WrongValue{"CQ_OIDC_ISSUER", "https://idp.example/#x", "fragment"},
        WrongValue{"CQ_OIDC_ISSUER", "https://idp.example/?tenant=1", "without a query"},
        WrongValue{"CQ_OIDC_ISSUER", "http://idp.example", "CQ_OIDC_ALLOW_INSECURE_HTTP=true"},
        WrongValue{"CQ_OIDC_JWKS_URL", "keys", "absolute URL"},
        WrongValue{"CQ_OIDC_JWKS_URL", "https://me:hunter2@idp.example", "user name"},
        WrongValue{"CQ_OIDC_JWKS_URL", "https://idp.example/keys#1", "fragment"},
        WrongValue{"CQ_OIDC_JWKS_URL", "http://10.0.0.1/keys", "CQ_OIDC_ALLOW_INSECURE_HTTP=true"},
        WrongValue{"CQ_OIDC_AUDIENCE", " ", "between commas"},
        WrongValue{"CQ_OIDC_AUDIENCE", "cq,,api", "between commas"},
        WrongValue{"CQ_OIDC_AUDIENCE", "cq,", "between commas"},
        WrongValue{"CQ_OIDC_AUDIENCE", "cq\nserver", "between commas"},
        WrongValue{"CQ_OIDC_IDENTITY_CLAIM", " ", "sub, email or preferred_username"},
        WrongValue{"CQ_OIDC_IDENTITY_CLAIM", "jti", "tells people apart"},
        WrongValue{"CQ_OIDC_IDENTITY_CLAIM", "aud", "tells people apart"},
        WrongValue{"CQ_OIDC_IDENTITY_CLAIM", "a\tb", "tells people apart"},
        WrongValue{"CQ_OIDC_IDENTITY_CLAIM", std::string(257, 'a'), "tells people apart"},
        WrongValue{"CQ_OIDC_ALGORITHMS", "none", "never accepted"},
        WrongValue{"CQ_OIDC_ALGORITHMS", "RS256,HS256", "never accepted"},
        WrongValue{"CQ_OIDC_ALGORITHMS", "rs256", "RS256"},
        WrongValue{"CQ_OIDC_ALGORITHMS", "RS256 ES256", "between commas"},
        WrongValue{"CQ_OIDC_ALGORITHMS", "ES256K", "ES256"},
        WrongValue{"CQ_OIDC_ALGORITHMS", ",", "between commas"},
        WrongValue{"CQ_OIDC_CLOCK_SKEW", "301s", "from 0 to 300"},
        WrongValue{"CQ_OIDC_CLOCK_SKEW", "6m", "from 0 to 300"},
        WrongValue{"CQ_OIDC_CLOCK_SKEW", "-1", "from 0 to 300"},
        WrongValue{"CQ_OIDC_CLOCK_SKEW", "1.5s", "from 0 to 300"},
        WrongValue{"CQ_OIDC_CLOCK_SKEW", "500ms", "from 0 to 300"},
        WrongValue{"CQ_OIDC_CLOCK_SKEW", "4294967297", "from 0 to 300"},
        WrongValue{"CQ_OIDC_REQUIRE_AT_JWT", "maybe", "true or false"},
        WrongValue{"CQ_OIDC_ALLOW_UNVERIFIED_EMAIL", "2", "true or false"},
        WrongValue{"CQ_OIDC_ALLOW_INSECURE_HTTP", "y", "true or false"},
        WrongValue{"CQ_OIDC_CA_FILE", "/nonexistent/ca.pem", "PEM certificates"},
        WrongValue{"CQ_OIDC_CA_FILE", "/", "PEM certificates"}));

TEST(OidcSettingsTest, PlainHttpIsForThisHost) {
  EXPECT_EQ(FailureOf({{"CQ_OIDC_ISSUER", "http://localhost:8080/realms/cq"},
                       {"CQ_OIDC_AUDIENCE", "cq"},
                       {"CQ_OIDC_JWKS_URL", "http://[::1]:8080/keys"}}),
            "");
}

TEST(OidcSettingsTest, ACaFileHasCertificates) {
  const std::string path = testing::TempDir() + "cq_oidc_ca.pem";
  std::ofstream(path) << "-----BEGIN PRIVATE KEY-----\n";
  EXPECT_THAT(FailureOf(With({{"CQ_OIDC_CA_FILE", path}})), HasSubstr("PEM certificates"));
  std::ofstream(path) << "# ours\n-----BEGIN CERTIFICATE-----\n";
  EXPECT_EQ(LoadOidc(With({{"CQ_OIDC_CA_FILE", path}})).ca_file, path);
  std::remove(path.c_str());
}

TEST(OidcSettingsTest, WhatWeakensTheCheckWarns) {
  EXPECT_THAT(LoadOrFail(With({{"CQ_OIDC_ALLOW_INSECURE_HTTP", "true"}})).warnings(),
              Contains(HasSubstr("CQ_OIDC_ALLOW_INSECURE_HTTP lets")));
  EXPECT_THAT(LoadOrFail(With({{"CQ_OIDC_ALLOW_UNVERIFIED_EMAIL", "true"},
                               {"CQ_OIDC_IDENTITY_CLAIM", "email"}}))
                  .warnings(),
              Contains(HasSubstr("CQ_OIDC_ALLOW_UNVERIFIED_EMAIL lets")));
  EXPECT_THAT(LoadOrFail(With({{"CQ_OIDC_ALLOW_UNVERIFIED_EMAIL", "true"}})).warnings(),
              Contains(HasSubstr("CQ_OIDC_ALLOW_UNVERIFIED_EMAIL has no effect")));
}

TEST(OidcSettingsTest, EveryListedAlgorithmCanBeChosenAndNoOther) {
  for (const std::string_view name : OidcAlgorithmNames()) EXPECT_TRUE(ParseAlgorithms(name));
  for (const char* name : {"none", "None", "HS256", "HS384", "HS512", "ES256K", "RSA-OAEP", "dir",
                           "EDDSA", "Ed448", "RS1", ""}) {
    EXPECT_FALSE(ParseAlgorithms(name)) << name;
  }
}

}  // namespace
}  // namespace cq::config
