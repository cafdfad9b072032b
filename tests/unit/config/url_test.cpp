#include "config/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace cq::config {
namespace {

using testing::HasSubstr;
using testing::Not;

struct UrlCase {
  std::string text;
  UrlScheme scheme = UrlScheme::kHttps;
  std::string host;
  std::optional<std::uint16_t> port = std::nullopt;
  std::string path = {};
  std::optional<std::string> query = std::nullopt;
};

class UrlTest : public testing::TestWithParam<UrlCase> {};

TEST_P(UrlTest, HasItsParts) {
  const auto url = ParseUrl(GetParam().text);
  ASSERT_TRUE(url) << GetParam().text << ": give " << url.error();
  EXPECT_EQ(url->scheme, GetParam().scheme);
  EXPECT_EQ(url->host, GetParam().host);
  EXPECT_EQ(url->port, GetParam().port);
  EXPECT_EQ(url->path, GetParam().path);
  EXPECT_EQ(url->query, GetParam().query);
}

INSTANTIATE_TEST_SUITE_P(
    Urls, UrlTest,
    testing::Values(
        UrlCase{.text = "https://idp.example", .host = "idp.example"},
        UrlCase{.text = "https://idp.example/", .host = "idp.example", .path = "/"},
        UrlCase{.text = "https://IDP.example:8443/realms/cq",
                .host = "IDP.example",
                .port = 8443,
                .path = "/realms/cq"},
        UrlCase{.text = "http://my_keycloak:8080",
                .scheme = UrlScheme::kHttp,
                .host = "my_keycloak",
                .port = 8080},
        UrlCase{.text = "https://10.0.0.1:1/a", .host = "10.0.0.1", .port = 1, .path = "/a"},
        UrlCase{.text = "https://[2001:db8::1]:65535/",
                .host = "2001:db8::1",
                .port = 65535,
                .path = "/"},
        UrlCase{.text = "https://[::1]", .host = "::1"},
        UrlCase{.text = "https://h/a%20b/~c;d=(e)@f:g", .host = "h", .path = "/a%20b/~c;d=(e)@f:g"},
        UrlCase{.text = "https://h/keys?appid=1&x=/?",
                .host = "h",
                .path = "/keys",
                .query = "appid=1&x=/?"},
        UrlCase{.text = "https://h?", .host = "h", .query = ""},
        UrlCase{.text = "https://xn--bcher-kva.example", .host = "xn--bcher-kva.example"}));

struct RefusedUrl {
  std::string text;
  std::string reason = "an absolute URL";
};

class RefusedUrlTest : public testing::TestWithParam<RefusedUrl> {};

TEST_P(RefusedUrlTest, SaysWhyWithoutTheUrl) {
  const auto url = ParseUrl(GetParam().text);
  ASSERT_FALSE(url) << GetParam().text;
  EXPECT_THAT(url.error(), HasSubstr(GetParam().reason));
  EXPECT_THAT(url.error(), Not(HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(
    Urls, RefusedUrlTest,
    testing::Values(
        RefusedUrl{""}, RefusedUrl{"idp.example"}, RefusedUrl{"//idp.example"},
        RefusedUrl{"ftp://idp.example"}, RefusedUrl{"file:///etc/passwd"},
        RefusedUrl{"HTTPS://idp.example"}, RefusedUrl{" https://idp.example"},
        RefusedUrl{"https:/idp.example"}, RefusedUrl{"https://", "host"},
        RefusedUrl{"https:///path", "host"}, RefusedUrl{"https://:443", "host"},
        RefusedUrl{"https://user:hunter2@idp.example", "user name"},
        RefusedUrl{"https://idp.example@evil.example", "user name"},
        RefusedUrl{"https://idp.example/#keys", "fragment"},
        RefusedUrl{"https://idp.example#", "fragment"}, RefusedUrl{"https://idp.example:", "port"},
        RefusedUrl{"https://idp.example:0", "port"},
        RefusedUrl{"https://idp.example:65536", "port"},
        RefusedUrl{"https://idp.example:+80", "port"},
        RefusedUrl{"https://idp.example: 80", "port"}, RefusedUrl{"https://[::1]80", "port"},
        RefusedUrl{"https://::1/", "host"}, RefusedUrl{"https://[::1", "host"},
        RefusedUrl{"https://[idp.example]", "host"}, RefusedUrl{"https://[::1%25eth0]", "host"},
        RefusedUrl{"https://idp..example", "host"}, RefusedUrl{"https://.example", "host"},
        RefusedUrl{"https://idp.example.", "host"}, RefusedUrl{"https://127.1", "host"},
        RefusedUrl{"https://2130706433", "host"}, RefusedUrl{"https://0x7f.0.0.1", "host"},
        RefusedUrl{"https://256.0.0.1", "host"},
        RefusedUrl{"https://b\xc3\xbc"
                   "cher.example",
                   "host"},
        RefusedUrl{"https://a b", "host"}, RefusedUrl{"https://" + std::string(254, 'a'), "host"},
        RefusedUrl{"https://h\\evil.example", "host"}, RefusedUrl{"https://h/a b", "character"},
        RefusedUrl{"https://h/a\nb", "character"}, RefusedUrl{"https://h/%2", "character"},
        RefusedUrl{"https://h/%zz", "character"}, RefusedUrl{"https://h/a\\b", "character"},
        RefusedUrl{"https://h/\xc3\xbc", "character"}, RefusedUrl{"https://h/{id}", "character"},
        RefusedUrl{std::string("https://h\0.example", 18), "host"},
        RefusedUrl{std::string("https://h/\0", 11), "character"}));

TEST(UrlLoopbackTest, IsDecidedByTheSpelling) {
  for (const char* text :
       {"http://localhost:8080", "http://LocalHost", "http://127.0.0.1", "http://127.255.255.254:1",
        "http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]"}) {
    EXPECT_TRUE(ParseUrl(text)->IsLoopback()) << text;
  }
  for (const char* text :
       {"http://localhost.example", "http://idp.localhost", "http://128.0.0.1", "http://10.0.0.1",
        "http://0.0.0.0", "http://[::]", "http://[::2]", "http://127.0.0.1.example"}) {
    EXPECT_FALSE(ParseUrl(text)->IsLoopback()) << text;
  }
}

}  // namespace
}  // namespace cq::config
