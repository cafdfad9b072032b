#include "oidc/curl_fetcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "unit/oidc/loopback_server.h"

namespace cq::oidc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = FetchFailure::Kind;

class CurlFetcherTest : public ::testing::Test {
 protected:
  // Whatever proxy the tests run behind.
  CurlFetcherTest() {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY"}) {
      unsetenv(name);
    }
  }

  static std::string Folder(const std::string& name) {
    return ::testing::TempDir() + "/cq_curl_" +
           ::testing::UnitTest::GetInstance()->current_test_info()->name() + "_" + name + "_" +
           std::to_string(getpid());
  }

  static CurlOptions Options() { return Options({}); }
  static CurlOptions Options(std::string ca_file) {
    return {.ca_file = std::move(ca_file),
            .plain_http = PlainHttp::kLoopbackOnly,
            .user_agent = "cq-server/1.2.3"};
  }
  static FetchLimits Patient() { return {.time = std::chrono::seconds(60), .bytes = 1000}; }

  static tl::expected<HttpAnswer, FetchFailure> Fetch(const std::string& url) {
    return Fetch(url, Options());
  }
  static tl::expected<HttpAnswer, FetchFailure> Fetch(const std::string& url, CurlOptions options) {
    return CurlFetcher(std::move(options)).Fetch(url, Patient());
  }

  static void ExpectFailure(const tl::expected<HttpAnswer, FetchFailure>& result, Kind kind) {
    ASSERT_FALSE(result) << result->status;
    EXPECT_EQ(result.error().kind, kind) << result.error().text;
    EXPECT_NE(result.error().text, "");
  }
};

TEST_F(CurlFetcherTest, FetchesADocument) {
  LoopbackServer server(HttpText(200,
                                 "Content-Type: application/json; charset=utf-8\r\n"
                                 "Cache-Control: public\r\nCache-Control: max-age=7\r\n"
                                 "Set-Cookie: a=b\r\n",
                                 R"({"keys":[]})"));
  const auto answer = Fetch(server.Url("/keys?v=1"));
  ASSERT_TRUE(answer) << answer.error().text;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->content_type, "application/json; charset=utf-8");
  EXPECT_EQ(answer->cache_control, "public, max-age=7");
  EXPECT_EQ(answer->body, R"({"keys":[]})");
  const std::string request = server.AwaitRequests(1)[0];
  EXPECT_THAT(request, StartsWith("GET /keys?v=1 HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Accept: application/json\r\n"));
  EXPECT_THAT(request, HasSubstr("User-Agent: cq-server/1.2.3\r\n"));
  EXPECT_THAT(request, Not(HasSubstr("Accept-Encoding")));
}

TEST_F(CurlFetcherTest, KeepsNothingBetweenFetches) {
  LoopbackServer server(HttpText(200, "Set-Cookie: a=b\r\n", "x"));
  CurlFetcher fetcher(Options());
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(fetcher.Fetch(server.Url("/"), Patient()));
  EXPECT_THAT(server.AwaitRequests(2)[1], Not(HasSubstr("Cookie")));
  EXPECT_EQ(server.connections(), 2U);
}

TEST_F(CurlFetcherTest, AnyStatusIsAnAnswerAndRedirectsAreNotFollowed) {
  LoopbackServer target(HttpText(200, "", "{}"));
  for (const int status : {301, 302, 307, 308, 404, 500}) {
    LoopbackServer server(
        HttpText(status, "Location: " + target.Url("/elsewhere") + "\r\n", "<html>"));
    const auto answer = Fetch(server.Url("/keys"));
    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->content_type, "");
  }
  EXPECT_EQ(target.connections(), 0U);
}

TEST_F(CurlFetcherTest, TheBodyIsBounded) {
  LoopbackServer fits(HttpText(200, "", std::string(1000, 'x')));
  const auto answer = Fetch(fits.Url("/"));
  ASSERT_TRUE(answer) << answer.error().text;
  EXPECT_EQ(answer->body.size(), 1000U);

  LoopbackServer announced(HttpText(200, "", std::string(1001, 'x')));
  ExpectFailure(Fetch(announced.Url("/")), Kind::kTooLarge);
  LoopbackServer unannounced("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" +
                             std::string(5'000'000, 'x'));
  ExpectFailure(Fetch(unannounced.Url("/")), Kind::kTooLarge);
}

TEST_F(CurlFetcherTest, ASilentServerIsGivenUp) {
  LoopbackServer server(std::nullopt);
  CurlFetcher fetcher(Options());
  ExpectFailure(
      fetcher.Fetch(server.Url("/"), {.time = std::chrono::milliseconds(50), .bytes = 1000}),
      Kind::kTimeout);
}

TEST_F(CurlFetcherTest, AServerThatStopsMidwayIsGivenUp) {
  LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
  ExpectFailure(Fetch(server.Url("/")), Kind::kConnection);
}

TEST_F(CurlFetcherTest, AbortEndsTheFetchThatIsUnderWay) {
  LoopbackServer server(std::nullopt);
  CurlFetcher fetcher(Options());
  std::thread aborter([&] {
    server.AwaitRequests(1);
    fetcher.Abort();
  });
  ExpectFailure(fetcher.Fetch(server.Url("/"), {.time = std::chrono::minutes(10), .bytes = 1000}),
                Kind::kAborted);
  aborter.join();
  ExpectFailure(fetcher.Fetch(server.Url("/"), Patient()), Kind::kAborted);
  EXPECT_EQ(server.connections(), 1U) << "nothing is begun after it";
}

TEST_F(CurlFetcherTest, NobodyThereIsAFailedConnection) {
  std::string url;
  {
    LoopbackServer server(std::nullopt);
    url = server.Url("/");
  }
  ExpectFailure(Fetch(url), Kind::kConnection);
}

TEST_F(CurlFetcherTest, ForbiddenUrlsAreNotFetched) {
  for (const std::string url :
       {"http://idp.example.com/", "file:///etc/hostname", "ftp://127.0.0.1/",
        "https://user:pw@127.0.0.1/", "gopher://127.0.0.1/"}) {
    ExpectFailure(Fetch(url), Kind::kForbiddenUrl);
  }
}

TEST_F(CurlFetcherTest, CertificatesAreVerified) {
  const TestCertificate certificate(Folder("good"), "IP:127.0.0.1");
  const TestCertificate other(Folder("other"), "IP:127.0.0.1");
  LoopbackServer server(HttpText(200, "", "{}"), &certificate);
  ExpectFailure(Fetch(server.Url("/")), Kind::kTls);
  ExpectFailure(Fetch(server.Url("/"), Options(other.certificate_file())), Kind::kTls);
  ExpectFailure(Fetch(server.Url("/"), Options(Folder("absent"))), Kind::kTls);
  const auto answer = Fetch(server.Url("/"), Options(certificate.certificate_file()));
  ASSERT_TRUE(answer) << answer.error().text;
  EXPECT_EQ(answer->body, "{}");
}

TEST_F(CurlFetcherTest, CertificatesMustBeForTheHost) {
  const TestCertificate certificate(Folder("good"), "DNS:idp.example.com");
  LoopbackServer server(HttpText(200, "", "{}"), &certificate);
  ExpectFailure(Fetch(server.Url("/"), Options(certificate.certificate_file())), Kind::kTls);
}

TEST_F(CurlFetcherTest, AReplacedCaFileIsNoticed) {
  const TestCertificate certificate(Folder("good"), "IP:127.0.0.1");
  const TestCertificate other(Folder("other"), "IP:127.0.0.1");
  LoopbackServer server(HttpText(200, "", "{}"), &certificate);
  CurlFetcher fetcher(Options(other.certificate_file()));
  ExpectFailure(fetcher.Fetch(server.Url("/"), Patient()), Kind::kTls);
  std::filesystem::copy_file(certificate.certificate_file(), other.certificate_file(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(fetcher.Fetch(server.Url("/"), Patient()));
}

TEST_F(CurlFetcherTest, TheProxyOfTheEnvironmentIsUsedButNotForThisHost) {
  LoopbackServer proxy(HttpText(403, "", ""));
  const std::string address = "http://127.0.0.1:" + std::to_string(proxy.port());
  for (const char* name : {"HTTPS_PROXY", "http_proxy"}) setenv(name, address.c_str(), 1);
  ExpectFailure(Fetch("https://idp.example.com/keys"), Kind::kConnection);
  EXPECT_THAT(proxy.AwaitRequests(1)[0], StartsWith("CONNECT idp.example.com:443 HTTP/1.1\r\n"));

  LoopbackServer server(HttpText(200, "", "{}"));
  EXPECT_TRUE(Fetch(server.Url("/")));
  EXPECT_EQ(proxy.connections(), 1U);
  for (const char* name : {"HTTPS_PROXY", "http_proxy"}) unsetenv(name);
}

}  // namespace
}  // namespace cq::oidc
