#include "oidc/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/oidc/provider_fixture.h"

namespace cq::oidc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ExplanationTest : public ProviderFixture {
 protected:
  ExplanationTest() { Serve({first_key().Jwk("a")}); }

  Explanation Explained(std::string_view token) {
    KeySource source(options_, fetcher_, steady_);
    return Explain(token, options_, source.Fetch(), At(kNow));
  }
  static std::vector<std::string> Names(const Explanation& explanation, StepResult result) {
    std::vector<std::string> names;
    for (const ExplainedStep& step : explanation.steps) {
      if (step.result == result) names.push_back(step.name);
    }
    return names;
  }
  static ExplainedStep StepOf(const Explanation& explanation, std::string_view name) {
    for (const ExplainedStep& step : explanation.steps) {
      if (step.name == name) return step;
    }
    ADD_FAILURE() << "no step " << name;
    return {};
  }
};

TEST_F(ExplanationTest, AGoodTokenPassesEveryStep) {
  const std::string token = Token(first_key(), "a", R"(,"iat":1800000000.5)");
  const Explanation explanation = Explained(token);
  EXPECT_TRUE(explanation.is_accepted);
  EXPECT_THAT(Names(explanation, StepResult::kPass),
              ElementsAre("form", "header alg", "header crit", "header b64", "header kid",
                          "header typ", "payload", "iss", "aud", "exp", "nbf", "iat", "typ", "cnf",
                          "sub", "key", "signature", "identity"));
  EXPECT_EQ(StepOf(explanation, "header alg").seen, "\"ES256\"");
  EXPECT_EQ(StepOf(explanation, "nbf").seen, "absent");
  EXPECT_EQ(StepOf(explanation, "iat").seen, "1800000000.5 (2027-01-15T08:00:00.500000Z)");
  ASSERT_TRUE(explanation.identity);
  EXPECT_EQ(explanation.identity->username, "alice");

  const std::string text = ToText(explanation);
  EXPECT_THAT(text, HasSubstr("The token is accepted.\n"));
  EXPECT_THAT(text, HasSubstr("It is recorded as \"alice\""));
  EXPECT_THAT(text, Not(HasSubstr(token.substr(token.rfind('.') + 1)))) << "the signature";
  EXPECT_THAT(text, Not(HasSubstr(token.substr(0, token.find('.')))));
}

TEST_F(ExplanationTest, OneFailureDoesNotHideTheNext) {
  const std::string token = second_key().Sign(
      Header("a", "RS256"), R"({"iss":"https://idp.example.com","aud":["account","x"],)"
                            R"("exp":1700000000,"nbf":1900000000,"sub":"bob"})");
  const Explanation explanation = Explained(token);
  EXPECT_FALSE(explanation.is_accepted);
  EXPECT_THAT(Names(explanation, StepResult::kFail),
              ElementsAre("iss", "aud", "exp", "nbf", "key"));
  EXPECT_THAT(StepOf(explanation, "iss").problem, HasSubstr(kIssuer));
  EXPECT_EQ(StepOf(explanation, "aud").seen, R"(["account","x"])");
  EXPECT_THAT(StepOf(explanation, "aud").problem, HasSubstr("\"cq\""));
  EXPECT_THAT(StepOf(explanation, "exp").problem, HasSubstr("2027-01-15T08:00:00Z"));
  EXPECT_THAT(Names(explanation, StepResult::kSkipped), ElementsAre("signature"));
  EXPECT_THAT(ToText(explanation), HasSubstr("The token is refused.\n"));
  EXPECT_THAT(ToText(explanation), HasSubstr("It would be recorded as \"bob\""));
}

TEST_F(ExplanationTest, ABadSignatureUnderAGoodKey) {
  const Explanation explanation = Explained(Token(second_key(), "a"));
  EXPECT_THAT(Names(explanation, StepResult::kFail), ElementsAre("signature"));
  EXPECT_EQ(StepOf(explanation, "key").seen, "kid \"a\"");
}

TEST_F(ExplanationTest, WhatIsNoTokenHasOneFailure) {
  for (const std::string& token : {std::string("garbage"), std::string("a.b.c.d.e"), std::string(),
                                   std::string("a.b.\xff\x1b")}) {
    const Explanation explanation = Explained(token);
    EXPECT_FALSE(explanation.is_accepted);
    EXPECT_THAT(Names(explanation, StepResult::kFail), ElementsAre("form")) << token;
    EXPECT_THAT(Names(explanation, StepResult::kPass), IsEmpty());
    EXPECT_FALSE(explanation.identity);
  }
}

TEST_F(ExplanationTest, WithoutKeysTheRestIsExplained) {
  Break();
  const Explanation explanation = Explained(Token(first_key(), "a"));
  EXPECT_THAT(Names(explanation, StepResult::kFail), ElementsAre("key"));
  EXPECT_THAT(StepOf(explanation, "key").problem, HasSubstr("connection refused"));
  EXPECT_FALSE(explanation.is_accepted);
}

TEST_F(ExplanationTest, AnUnusableIdentitySaysWhy) {
  options_.identity_claim = "email";
  const Explanation explanation = Explained(Token(first_key(), "a", R"(,"email":"a@b.c")"));
  EXPECT_THAT(Names(explanation, StepResult::kFail), ElementsAre("identity"));
  EXPECT_EQ(StepOf(explanation, "identity").seen, "email \"a@b.c\"");
  EXPECT_THAT(StepOf(explanation, "identity").problem, HasSubstr("email_verified"));
}

TEST_F(ExplanationTest, ForeignTextsCannotTalkToTheTerminal) {
  const Explanation explanation = Explained(Token(first_key(), "a\\u001b[2J",
                                                  ",\"\xC2\x9B"
                                                  R"(31m":1,"typ":"\u009b\u001b")"));
  const std::string text = ToText(explanation);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xC2\x9B")));
}

// What is said of a token is what the server does with it.
TEST_F(ExplanationTest, AgreesWithTheVerifier) {
  Start();
  const std::vector<std::string> tokens = {
      Token(first_key(), "a"),
      Token(second_key(), "a"),
      Token(first_key(), "b"),
      Token(first_key(), "a", R"(,"cnf":{})"),
      Token(first_key(), "a", R"(,"typ":"ID")"),
      Token(first_key(), "a", R"(,"sub":"twice")"),
      first_key().Sign(R"({"alg":"ES256"})", Claims()),
      first_key().Sign(R"({"alg":"ES256","crit":["x"]})", Claims()),
      first_key().Sign(R"({"alg":"ES256","typ":"dpop+jwt"})", Claims())};
  for (const std::string& token : tokens) {
    EXPECT_EQ(Explained(token).is_accepted, OutcomeAfterWaiting(token) == "alice") << token;
  }
}

}  // namespace
}  // namespace cq::oidc
