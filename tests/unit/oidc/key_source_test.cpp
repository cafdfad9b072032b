#include "oidc/key_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/oidc/provider_fixture.h"

namespace cq::oidc {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class KeySourceTest : public ProviderFixture {
 protected:
  KeySourceTest() { Serve({first_key().Jwk("a")}, "max-age=300"); }

  void UseDiscovery() {
    options_.jwks_url.clear();
    fetcher_.SetAnswer(kDiscoveryUrl, FakeFetcher::Json(R"({"issuer":")" + kIssuer +
                                                        R"(","jwks_uri":")" + kJwksUrl + "\"}"));
  }

  KeySource source_{options_, fetcher_, steady_};
};

TEST_F(KeySourceTest, AConfiguredPlaceNeedsNoDiscovery) {
  const KeyFetch fetch = source_.Fetch();
  ASSERT_TRUE(fetch.keys) << fetch.keys.error();
  EXPECT_EQ(fetch.keys->set.keys().size(), 1U);
  EXPECT_EQ(fetch.keys->lifetime, std::chrono::seconds(300));
  EXPECT_EQ(fetch.discovery_url, "");
  EXPECT_EQ(fetch.jwks_url, kJwksUrl);
  EXPECT_THAT(fetcher_.urls(), ElementsAre(kJwksUrl));
  EXPECT_EQ(fetcher_.limits()[0].time, std::chrono::seconds(5));
  EXPECT_EQ(fetcher_.limits()[0].bytes, 1'048'576U);
}

TEST_F(KeySourceTest, DiscoveryIsAskedOnceAnHour) {
  UseDiscovery();
  const KeyFetch first = source_.Fetch();
  ASSERT_TRUE(first.keys) << first.keys.error();
  EXPECT_EQ(first.discovery_url, kDiscoveryUrl);
  EXPECT_EQ(first.jwks_url, kJwksUrl);
  EXPECT_TRUE(source_.Fetch().keys);
  EXPECT_THAT(fetcher_.urls(), ElementsAre(kDiscoveryUrl, kJwksUrl, kJwksUrl));
  steady_.Advance(kDiscoveryLifetime);
  EXPECT_TRUE(source_.Fetch().keys);
  EXPECT_EQ(fetcher_.count(), 5U);
}

TEST_F(KeySourceTest, DiscoveryIsAskedAgainAfterAFailure) {
  const std::string new_place = "https://idp.example.com/new-keys";
  for (const auto& broken :
       {FakeFetcher::Json("no json"), FakeFetcher::Failure(FetchFailure::Kind::kTimeout, "slow")}) {
    UseDiscovery();
    KeySource source(options_, fetcher_, steady_);
    Serve({first_key().Jwk("a")});
    ASSERT_TRUE(source.Fetch().keys);

    fetcher_.SetAnswer(kJwksUrl, broken);
    fetcher_.SetAnswer(kDiscoveryUrl, FakeFetcher::Json(R"({"issuer":")" + kIssuer +
                                                        R"(","jwks_uri":")" + new_place + "\"}"));
    fetcher_.SetAnswer(new_place, FakeFetcher::Json(KeySetJson({second_key().Jwk("b")})));
    EXPECT_FALSE(source.Fetch().keys);
    EXPECT_EQ(source.Fetch().jwks_url, new_place);
  }
  EXPECT_EQ(fetcher_.count(), 2 * 5U);
}

TEST_F(KeySourceTest, DiscoveryAndKeysShareTheTime) {
  UseDiscovery();
  fetcher_.on_fetch = [this] { steady_.Advance(std::chrono::seconds(3)); };
  ASSERT_TRUE(source_.Fetch().keys);
  EXPECT_EQ(fetcher_.limits()[1].time, std::chrono::seconds(2));
}

TEST_F(KeySourceTest, NothingIsFetchedWithoutTimeLeft) {
  UseDiscovery();
  fetcher_.on_fetch = [this] { steady_.Advance(std::chrono::seconds(5)); };
  const KeyFetch fetch = source_.Fetch();
  ASSERT_FALSE(fetch.keys);
  EXPECT_THAT(fetch.keys.error(), AllOf(StartsWith(kJwksUrl), HasSubstr("no time")));
  EXPECT_EQ(fetcher_.count(), 1U);
}

struct Broken {
  std::string name;
  FakeFetcher::Answer answer;
  std::string problem;
};

FakeFetcher::Answer Status(int status, std::string body = {}) {
  return HttpAnswer{
      .status = status, .content_type = {}, .cache_control = {}, .body = std::move(body)};
}

class BrokenProviderTest : public KeySourceTest, public ::testing::WithParamInterface<Broken> {};

TEST_P(BrokenProviderTest, FailsWithTheUrlAndTheReason) {
  fetcher_.SetAnswer(kJwksUrl, GetParam().answer);
  const KeyFetch fetch = source_.Fetch();
  ASSERT_FALSE(fetch.keys);
  EXPECT_THAT(fetch.keys.error(),
              AllOf(StartsWith(kJwksUrl + ": "), HasSubstr(GetParam().problem)));
  EXPECT_EQ(fetch.jwks_url, kJwksUrl);
  EXPECT_EQ(fetcher_.count(), 1U);
}

TEST_P(BrokenProviderTest, DiscoveryFailsAlike) {
  UseDiscovery();
  fetcher_.SetAnswer(kDiscoveryUrl, GetParam().answer);
  const KeyFetch fetch = source_.Fetch();
  ASSERT_FALSE(fetch.keys);
  EXPECT_THAT(fetch.keys.error(), StartsWith(kDiscoveryUrl + ": "));
  EXPECT_EQ(fetch.discovery_url, kDiscoveryUrl);
  EXPECT_EQ(fetch.jwks_url, "");
  EXPECT_EQ(fetcher_.count(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Answers, BrokenProviderTest,
    ::testing::Values(
        Broken{"Redirect", Status(302), "answered 302, and redirects are not followed"},
        Broken{"NotFound", Status(404, "{}"), "answered 404"},
        Broken{"ServerError", Status(500), "answered 500"},
        Broken{"NoContent", Status(204), "answered 204"},
        Broken{
            "LoginPage",
            HttpAnswer{
                .status = 200, .content_type = "text/html", .cache_control = {}, .body = "<html>"},
            "(Content-Type: text/html)"},
        Broken{"NoType", Status(200, "<html>"), "(Content-Type: none)"},
        Broken{"Array", FakeFetcher::Json("[]"), "key set"},
        Broken{"TooLarge", FakeFetcher::Failure(FetchFailure::Kind::kTooLarge, "more than 1 byte"),
               "more than 1 byte"},
        Broken{"ControlCharacters",
               FakeFetcher::Failure(FetchFailure::Kind::kTls, "bad\x1b[31m certificate"),
               "bad\\u001b[31m certificate"}),
    [](const auto& test) { return test.param.name; });

TEST_F(KeySourceTest, DiscoveryOfAnotherIssuerIsRefused) {
  UseDiscovery();
  fetcher_.SetAnswer(kDiscoveryUrl, FakeFetcher::Json(R"({"issuer":"https://evil.example",)"
                                                      R"("jwks_uri":"https://evil.example/k"})"));
  const KeyFetch fetch = source_.Fetch();
  ASSERT_FALSE(fetch.keys);
  EXPECT_THAT(fetch.keys.error(), HasSubstr("evil.example"));
  EXPECT_THAT(fetcher_.urls(), ElementsAre(kDiscoveryUrl));
}

}  // namespace
}  // namespace cq::oidc
