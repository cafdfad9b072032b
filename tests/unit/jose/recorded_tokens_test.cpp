// Tokens that real identity providers gave out, at the time when they did.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "unit/jose/test_data.h"
#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

class Recording {
 public:
  explicit Recording(const std::string& name)
      : data_(LoadJson("idp/" + name)), keys_(Keys(MemberOf(data_, "jwks"))) {}

  TimePoint taken_at() const {
    return TimePoint(std::chrono::seconds(NumberOf(data_, "taken_at")));
  }
  const json::Array& tokens() const { return ListOf(data_, "tokens"); }
  const JwkSet& keys() const { return keys_; }

  TokenPolicy RecordedPolicy() const {
    TokenPolicy policy;
    policy.issuer = TextOf(data_, "issuer");
    policy.audiences = {TextOf(data_, "audience")};
    policy.algorithms = EveryAlgorithm();
    return policy;
  }

  const std::string& Token(std::string_view name) const {
    for (const json::Value& token : tokens()) {
      if (TextOf(token, "name") == name) return TextOf(token, "token");
    }
    throw std::runtime_error("no token " + std::string(name));
  }

 private:
  static JwkSet Keys(const json::Value& jwks) {
    return JwkSet::Parse(json::Write(jwks, json::FloatStyle::kPython)).value();
  }

  json::Value data_;
  JwkSet keys_;
};

class RecordedTokensTest : public ::testing::TestWithParam<const char*> {
 protected:
  Recording recording_{GetParam()};
};

TEST_P(RecordedTokensTest, MeetWhatTheyDeserve) {
  std::size_t accepted = 0;
  for (const json::Value& token : recording_.tokens()) {
    const std::string& expected = TextOf(token, "expected");
    EXPECT_EQ(Outcome(TextOf(token, "token"), recording_.RecordedPolicy(), recording_.keys(),
                      recording_.taken_at()),
              expected)
        << TextOf(token, "name");
    if (expected == "accepted") ++accepted;
  }
  EXPECT_GT(accepted, 10U);
}

TEST_P(RecordedTokensTest, ExpireAndHaveAnIssuerOfTheirOwn) {
  TokenPolicy other = recording_.RecordedPolicy();
  other.issuer += "/";
  for (const json::Value& token : recording_.tokens()) {
    if (TextOf(token, "expected") != "accepted") continue;
    const std::string& text = TextOf(token, "token");
    EXPECT_EQ(Outcome(text, recording_.RecordedPolicy(), recording_.keys(),
                      recording_.taken_at() + std::chrono::hours(1)),
              "expired");
    EXPECT_EQ(Outcome(text, other, recording_.keys(), recording_.taken_at()), "wrong_issuer");
  }
}

INSTANTIATE_TEST_SUITE_P(Providers, RecordedTokensTest,
                         ::testing::Values("keycloak-26.0.7.json", "oidc-provider.json"),
                         [](const auto& test) {
                           return std::string(test.index == 0 ? "Keycloak" : "OidcProvider");
                         });

TEST(KeycloakTest, AnIdTokenIsRefusedEvenWhenItsAudienceIsAccepted) {
  const Recording keycloak("keycloak-26.0.7.json");
  TokenPolicy policy = keycloak.RecordedPolicy();
  policy.audiences = {"cq-cli"};
  EXPECT_EQ(Outcome(keycloak.Token("code alice cq-cli id_token"), policy, keycloak.keys(),
                    keycloak.taken_at()),
            "wrong_type");
}

TEST(KeycloakTest, TheEncryptionKeyIsSetAside) {
  const Recording keycloak("keycloak-26.0.7.json");
  EXPECT_EQ(keycloak.keys().keys().size(), 8U);
  ASSERT_EQ(keycloak.keys().unusable().size(), 1U);
  EXPECT_EQ(keycloak.keys().unusable()[0].alg, "RSA-OAEP");
  EXPECT_EQ(keycloak.keys().unusable()[0].reason, "use is \"enc\", not \"sig\"");
}

TEST(OidcProviderTest, StrangeNeighboursSpoilNoKey) {
  const Recording provider("oidc-provider.json");
  const JwkSet odd =
      JwkSet::Parse(json::Write(LoadJson("idp/odd_key_set.json"), json::FloatStyle::kPython))
          .value();
  for (const char* name : {"code alice access_token", "service PS512", "service ES256",
                           "service ES384", "service ES512", "service EdDSA"}) {
    EXPECT_EQ(Outcome(provider.Token(name), provider.RecordedPolicy(), odd, provider.taken_at()),
              "accepted")
        << name;
  }
  // This set's keys state no algorithm, so several fit.
  EXPECT_EQ(Outcome(provider.Token("service no-kid"), provider.RecordedPolicy(), odd,
                    provider.taken_at()),
            "ambiguous_key");
  std::vector<std::string> unusable;
  for (const UnusableJwk& key : odd.unusable()) unusable.push_back(key.kid);
  EXPECT_EQ(unusable,
            (std::vector<std::string>{"enc-1", "unknown-kty", "pq", "k1", "secret-published",
                                      "broken-n", "lab-RS256-1-5d5244"}));
}

}  // namespace
}  // namespace cq::jose
