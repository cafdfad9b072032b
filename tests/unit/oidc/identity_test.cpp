#include "oidc/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/parse.h"

namespace cq::oidc {
namespace {

using ::testing::HasSubstr;

struct Case {
  std::string name;
  std::string claim;
  std::string claims;
  std::string outcome;  // the user name, or the reason
  UnverifiedEmail unverified_email = UnverifiedEmail::kRefused;
};

std::string Repeat(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

tl::expected<auth::ExternalIdentity, UnusableIdentity> IdentityIn(const Case& c) {
  OidcOptions options;
  options.policy.issuer = "https://i.example";
  options.identity_claim = c.claim;
  options.unverified_email = c.unverified_email;
  jose::UnverifiedToken token;
  token.subject = "the-subject";
  token.claims = json::Parse(c.claims).value();
  return IdentityOf(token, options);
}

class IdentityTest : public ::testing::TestWithParam<Case> {};

TEST_P(IdentityTest, IsTheClaimOrAReason) {
  const auto identity = IdentityIn(GetParam());
  EXPECT_EQ(identity ? identity->username : std::string(identity.error().reason),
            GetParam().outcome);
  if (identity) {
    EXPECT_EQ(identity->issuer, "https://i.example");
    EXPECT_EQ(identity->subject, "the-subject");
  } else {
    EXPECT_NE(identity.error().detail, "");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Claims, IdentityTest,
    ::testing::Values(
        Case{"Subject", "sub", R"({"sub":"alice"})", "alice"},
        Case{"OtherClaim", "nick", R"({"sub":"x","nick":"Al"})", "Al"},
        Case{"NamesAreExact", "nick", R"({"Nick":"Al"})", "identity_claim_missing"},
        Case{"TopLevelOnly", "a.b", R"({"a":{"b":"x"}})", "identity_claim_missing"},
        Case{"UrlAsName", "https://x.example/name", R"({"https://x.example/name":"y"})", "y"},
        Case{"Missing", "sub", "{}", "identity_claim_missing"},
        Case{"Null", "sub", R"({"sub":null})", "identity_claim_missing"},
        Case{"Number", "sub", R"({"sub":12})", "identity_claim_no_text"},
        Case{"Array", "sub", R"({"sub":["alice"]})", "identity_claim_no_text"},
        Case{"Empty", "sub", R"({"sub":""})", "identity_claim_empty"},
        Case{"WhiteSpaceOnly", "sub", "{\"sub\":\" \\t\\u00a0\\u2003\"}", "identity_claim_empty"},
        Case{"Trimmed", "sub", "{\"sub\":\" al ice\\u2003\"}", "al ice"},
        Case{"Longest", "sub", R"({"sub":")" + Repeat("\xC3\xA9", 256) + "\"}",
             Repeat("\xC3\xA9", 256)},
        Case{"TooLong", "sub", R"({"sub":")" + Repeat("\xC3\xA9", 257) + "\"}",
             "identity_claim_too_long"},
        Case{"Nul", "sub", R"({"sub":"a\u0000b"})", "identity_claim_control_character"},
        Case{"LineFeed", "sub", R"({"sub":"a\nb"})", "identity_claim_control_character"},
        Case{"Delete", "sub", R"({"sub":"a\u007f"})", "identity_claim_control_character"},
        Case{"C1", "sub", R"({"sub":"a\u009bb"})", "identity_claim_control_character"},
        Case{"AfterC1", "sub", "{\"sub\":\"a\\u00a0b\"}",
             "a\xC2\xA0"
             "b"},
        Case{"EmailVerified", "email", R"({"email":"a@b.c","email_verified":true})", "a@b.c"},
        Case{"EmailUnverified", "email", R"({"email":"a@b.c","email_verified":false})",
             "email_unverified"},
        Case{"EmailUnsaid", "email", R"({"email":"a@b.c"})", "email_unverified"},
        Case{"EmailVerifiedAsText", "email", R"({"email":"a@b.c","email_verified":"true"})",
             "email_unverified"},
        Case{"EmailVerifiedAsNumber", "email", R"({"email":"a@b.c","email_verified":1})",
             "email_unverified"},
        Case{"EmailUnverifiedAllowed", "email", R"({"email":"a@b.c"})", "a@b.c",
             UnverifiedEmail::kAccepted},
        Case{"NoEmailIsMissing", "email", R"({"email_verified":true})", "identity_claim_missing"},
        Case{"OnlyEmailNeedsIt", "preferred_username",
             R"({"preferred_username":"a@b.c","email_verified":false})", "a@b.c"}),
    [](const auto& test) { return test.param.name; });

TEST(IdentityDetailTest, NamesTheClaim) {
  EXPECT_THAT(IdentityIn({"", "upn", "{}", ""}).error().detail, HasSubstr("'upn'"));
  EXPECT_THAT(IdentityIn({"", "email", R"({"email":"a@b.c"})", ""}).error().detail,
              HasSubstr("email_verified"));
}

}  // namespace
}  // namespace cq::oidc
