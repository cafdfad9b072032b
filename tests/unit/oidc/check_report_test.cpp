#include "oidc/check_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/oidc/provider_fixture.h"

namespace cq::oidc {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class CheckReportTest : public ProviderFixture {
 protected:
  CheckReport Checked() {
    KeySource source(options_, fetcher_, steady_);
    return MakeCheckReport(options_, source.Fetch());
  }
};

TEST_F(CheckReportTest, ShowsWhatTokensAreVerifiedWith) {
  Serve({first_key().Jwk("a\xC2\x9B"), R"({"kty":"oct","k":"c2VjcmV0","kid":"o\u001b"})",
         first_key().Jwk("e", R"(,"use":"enc")")},
        "max-age=300");
  const CheckReport report = Checked();
  EXPECT_TRUE(report.IsGood());
  ASSERT_THAT(report.keys, SizeIs(3));
  EXPECT_EQ(report.keys[0].alg, "ES256");
  EXPECT_EQ(report.keys[0].problem, "");
  EXPECT_EQ(report.keys[2].use, "enc");
  EXPECT_NE(report.keys[1].problem, "");
  EXPECT_NE(report.keys[2].problem, "");
  const std::string text = ToText(report);
  EXPECT_THAT(text, HasSubstr("issuer          " + kIssuer + "\n"));
  EXPECT_THAT(text, HasSubstr("algorithms      RS256, ES256\n"));
  EXPECT_THAT(text, HasSubstr("discovery       not asked: CQ_OIDC_JWKS_URL is set\n"));
  EXPECT_THAT(text, HasSubstr("keys from       " + kJwksUrl + "\n"));
  EXPECT_THAT(text, HasSubstr("keys kept for   300 s\n"));
  EXPECT_THAT(text, HasSubstr("  usable    kid \"a\\u009b\", kty EC, alg ES256\n"));
  EXPECT_THAT(text, HasSubstr("  unusable  kid \"o\\u001b\", kty oct"));
  EXPECT_THAT(text, HasSubstr("Tokens can be verified.\n"));
}

TEST_F(CheckReportTest, ShowsWhereDiscoveryWent) {
  options_.jwks_url.clear();
  const CheckReport report = Checked();
  EXPECT_FALSE(report.IsGood());
  EXPECT_EQ(report.discovery_url, kDiscoveryUrl);
  EXPECT_THAT(report.keys, IsEmpty());
  const std::string text = ToText(report);
  EXPECT_THAT(text, HasSubstr("discovery       " + kDiscoveryUrl + "\n"));
  EXPECT_THAT(text, HasSubstr("keys from       unknown\n"));
  EXPECT_THAT(text,
              HasSubstr("Tokens cannot be verified: " + kDiscoveryUrl + ": connection refused\n"));
}

TEST_F(CheckReportTest, KeysThatFitNoAcceptedAlgorithmAreOfNoUse) {
  options_.policy.algorithms = {};
  options_.policy.algorithms.Add(jose::Algorithm::kRs256);
  Serve({first_key().Jwk("a")});
  const CheckReport report = Checked();
  EXPECT_FALSE(report.IsGood());
  EXPECT_EQ(report.keys[0].alg, "ES256");
  EXPECT_THAT(report.keys[0].problem, HasSubstr("none of the accepted algorithms"));
}

TEST_F(CheckReportTest, AnEmptySetIsOfNoUse) {
  Serve({});
  const CheckReport report = Checked();
  EXPECT_FALSE(report.IsGood());
  EXPECT_THAT(ToText(report), Not(HasSubstr("Tokens can be verified")));
}

}  // namespace
}  // namespace cq::oidc
