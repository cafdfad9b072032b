#include "oidc/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cq::oidc {
namespace {

using testing::HasSubstr;

constexpr std::string_view kIssuer = "https://idp.example.com/realms/cq";

TEST(DiscoveryTest, BuildsTheWellKnownUrl) {
  constexpr std::string_view kSuffix = "/.well-known/openid-configuration";
  EXPECT_EQ(DiscoveryUrl("https://a.example"), "https://a.example" + std::string(kSuffix));
  EXPECT_EQ(DiscoveryUrl("https://a.example/"), "https://a.example" + std::string(kSuffix));
  EXPECT_EQ(DiscoveryUrl("https://a.example/r/x/"), "https://a.example/r/x" + std::string(kSuffix));
}

TEST(DiscoveryTest, ReadsTheJwksUri) {
  EXPECT_EQ(ReadJwksUri(R"({"issuer":"https://idp.example.com/realms/cq","extra":[1],)"
                        R"("jwks_uri":"https://keys.example.com/k?v=1"})",
                        kIssuer, PlainHttp::kLoopbackOnly),
            "https://keys.example.com/k?v=1");
}

struct Refused {
  std::string_view document;
  std::string_view problem;
};

class RefusedDocumentTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedDocumentTest, SaysWhy) {
  const auto result = ReadJwksUri(GetParam().document, kIssuer, PlainHttp::kLoopbackOnly);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error(), HasSubstr(GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, RefusedDocumentTest,
    testing::Values(
        Refused{"<html>", "no JSON object"}, Refused{"[]", "no JSON object"},
        Refused{"", "no JSON object"}, Refused{R"({"jwks_uri":"https://x.example"})", "no issuer"},
        Refused{R"({"issuer":1,"jwks_uri":"https://x.example"})", "no issuer"},
        Refused{R"({"issuer":"https://idp.example.com/realms/cq/","jwks_uri":"https://x.example"})",
                R"(issuer is "https://idp.example.com/realms/cq/")"},
        Refused{R"({"issuer":"https://IDP.example.com/realms/cq","jwks_uri":"https://x.example"})",
                "equal to the letter"},
        Refused{R"({"issuer":"https://idp.example.com/realms/cq"})", "no jwks_uri"},
        Refused{R"({"issuer":"https://idp.example.com/realms/cq","jwks_uri":null})", "no jwks_uri"},
        Refused{R"({"issuer":"https://idp.example.com/realms/cq","jwks_uri":"file:///etc/passwd"})",
                "does not begin with https://"},
        Refused{R"({"issuer":"https://idp.example.com/realms/cq","jwks_uri":"http://x.example/k"})",
                "plain http"}));

}  // namespace
}  // namespace cq::oidc
