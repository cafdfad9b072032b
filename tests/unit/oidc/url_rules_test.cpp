#include "oidc/url_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cq::oidc {
namespace {

class AllowedUrlTest : public testing::TestWithParam<std::string_view> {};

TEST_P(AllowedUrlTest, IsAllowed) {
  EXPECT_EQ(RefuseUrl(GetParam(), PlainHttp::kLoopbackOnly), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    Urls, AllowedUrlTest,
    testing::Values("https://idp.example.com", "https://idp.example.com:8443/a",
                    "https://idp.example.com/keys?v=1&w=%20", "https://10.0.0.1/keys",
                    "https://[2001:db8::1]/keys", "http://localhost:8080/x", "http://LOCALHOST/x",
                    "http://127.0.0.1:1/x", "http://127.8.9.1/x", "http://[::1]:9000/x"));

struct Refused {
  std::string_view url;
  std::string_view reason;
};

class RefusedUrlTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedUrlTest, SaysWhy) {
  const auto reason = RefuseUrl(GetParam().url, PlainHttp::kLoopbackOnly);
  ASSERT_TRUE(reason);
  EXPECT_THAT(*reason, testing::HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Urls, RefusedUrlTest,
    testing::Values(
        Refused{"", "begin with"}, Refused{"idp.example.com", "begin with"},
        Refused{"file:///etc/passwd", "begin with"}, Refused{"ftp://idp.example.com", "begin with"},
        Refused{"HTTPS://idp.example.com", "begin with"},
        Refused{" https://idp.example.com", "begin with"}, Refused{"https://", "no URL"},
        Refused{"https://a b.example/", "no URL"}, Refused{"https://a.example/\n", "no URL"},
        Refused{"https://a.example:99999/", "no URL"},
        Refused{std::string_view("https://a.example/\0x", 20), "no URL"},
        Refused{"https://user@a.example/", "user name"},
        Refused{"https://user:pw@a.example/", "user name"},
        Refused{"https://:pw@a.example/", "user name"}, Refused{"https://a.example/#f", "fragment"},
        Refused{"https://a.example/#", "fragment"},
        Refused{"http://idp.example.com/", "plain http"}, Refused{"http://10.0.0.1/", "plain http"},
        Refused{"http://localhost.example.com/", "plain http"},
        Refused{"http://127.0.0.1.example.com/", "plain http"},
        Refused{"http://[::2]/", "plain http"}));

TEST(UrlRulesTest, PlainHttpCanBeAllowed) {
  EXPECT_EQ(RefuseUrl("http://idp.example.com/", PlainHttp::kAllowed), std::nullopt);
  EXPECT_NE(RefuseUrl("ftp://idp.example.com/", PlainHttp::kAllowed), std::nullopt);
}

TEST(UrlRulesTest, KnowsLoopbackByItsSpelling) {
  EXPECT_TRUE(IsLoopbackUrl("https://127.0.0.1:8443/keys"));
  EXPECT_TRUE(IsLoopbackUrl("http://[::1]/"));
  EXPECT_FALSE(IsLoopbackUrl("https://idp.example.com/"));
  EXPECT_FALSE(IsLoopbackUrl("nonsense://"));
}

}  // namespace
}  // namespace cq::oidc
