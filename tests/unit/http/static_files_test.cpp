#include "http/static_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "unit/http/server_fixture.h"

namespace cq::http {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr std::string_view kNavigation = "text/html,*/*;q=0.8";

class StaticFilesTest : public ::testing::Test {
 protected:
  static std::vector<StaticFile> Files() {
    return {{"/index.html", "<page>", "d-page"},
            {"/index.html.br", "page in br", "d-page-br"},
            {"/index.html.gz", "page in gzip", "d-page-gz"},
            {"/assets/app-1.js", "script", "d-script"},
            {"/assets/app-1.js.gz", "script in gzip", "d-script-gz"},
            {"/icon.svg", "<svg/>", "d-icon"},
            {"/archive.gz", "only an archive", "d-archive"},
            {"/empty.txt", "", "d-empty"},
            {"/api/file.js", "never", "d-never"}};
  }

  static StaticFilesOptions Options() {
    return {.page = "/index.html",
            .immutable_folder = "/assets/",
            .reserved = {"/api", "/livez"},
            .page_headers = {{"Content-Security-Policy", "default-src 'none'"}}};
  }

  using Headers = std::vector<std::pair<std::string, std::string>>;

  std::optional<Response> Get(const std::string& path, Headers headers = {}) const {
    Request request;
    request.method = Method::kGet;
    request.path = path;
    request.headers = std::move(headers);
    return files_.Answer(request);
  }

  const StaticFiles files_{Files(), Options()};
};

TEST_F(StaticFilesTest, ThePageIsRevalidatedAndCarriesItsPolicy) {
  for (const char* path : {"/", "/index.html"}) {
    const auto answer = Get(path);
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->content_type, "text/html; charset=utf-8");
    EXPECT_EQ(answer->Body(), "<page>");
    EXPECT_EQ(answer->headers, (Headers{{"Cache-Control", "no-cache"},
                                        {"Vary", "Accept-Encoding"},
                                        {"Content-Security-Policy", "default-src 'none'"},
                                        {"ETag", "\"d-page\""}}));
  }
}

TEST_F(StaticFilesTest, FilesOfTheImmutableFolderAreKeptForever) {
  const auto script = Get("/assets/app-1.js");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script->headers, (Headers{{"Cache-Control", "public, max-age=31536000, immutable"},
                                      {"Vary", "Accept-Encoding"},
                                      {"ETag", "\"d-script\""}}));
  EXPECT_THAT(Get("/icon.svg")->headers, Contains(Pair("Cache-Control", "no-cache")));
}

TEST_F(StaticFilesTest, TheClientChoosesTheCoding) {
  struct Case {
    const char* path;
    const char* accepted;
    std::string_view body;
    const char* coding;  // empty: none
  };
  for (const Case& c : {Case{"/", "gzip, deflate, br", "page in br", "br"},
                        {"/", "gzip, br;q=0.9", "page in gzip", "gzip"},
                        {"/", "br;q=0.5, identity", "<page>", ""},
                        {"/", "zstd", "<page>", ""},
                        {"/", "br;q=0, gzip;q=0.001", "page in gzip", "gzip"},
                        {"/assets/app-1.js", "br, gzip;q=0.1", "script in gzip", "gzip"},
                        {"/assets/app-1.js", "br", "script", ""},
                        {"/archive.gz", "gzip", "only an archive", ""},
                        {"/index.html.gz", "gzip", "page in gzip", ""}}) {
    SCOPED_TRACE(std::string(c.path) + ' ' + c.accepted);
    const auto answer = Get(c.path, {{"Accept-Encoding", c.accepted}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->Body(), c.body);
    if (*c.coding == '\0') {
      EXPECT_THAT(answer->headers, Not(Contains(Pair("Content-Encoding", testing::_))));
    } else {
      EXPECT_THAT(answer->headers, Contains(Pair("Content-Encoding", c.coding)));
    }
  }
}

TEST_F(StaticFilesTest, RefusesWhomNoCodingPleases) {
  const auto answer = Get("/icon.svg", {{"Accept-Encoding", "identity;q=0, br"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 406);
  EXPECT_EQ(answer->body, R"({"detail":"Not Acceptable"})");
  EXPECT_EQ(Get("/", {{"Accept-Encoding", "br"}, {"Accept-Encoding", "identity;q=0"}})->Body(),
            "page in br");
}

TEST_F(StaticFilesTest, AKnownTagIsNotSentAgain) {
  const auto unchanged = Get("/", {{"Accept-Encoding", "br"}, {"If-None-Match", R"("d-page-br")"}});
  ASSERT_TRUE(unchanged);
  EXPECT_EQ(unchanged->status, 304);
  EXPECT_EQ(unchanged->Body(), "");
  EXPECT_EQ(unchanged->content_type, "");
  // A browser replaces the stored headers by these.
  EXPECT_EQ(unchanged->headers, (Headers{{"Cache-Control", "no-cache"},
                                         {"Vary", "Accept-Encoding"},
                                         {"Content-Security-Policy", "default-src 'none'"},
                                         {"ETag", "\"d-page-br\""}}));
  // Tags are strong: another coding is another representation.
  EXPECT_EQ(Get("/", {{"Accept-Encoding", "gzip"}, {"If-None-Match", R"("d-page-br")"}})->status,
            200);
}

TEST_F(StaticFilesTest, ThePageAnswersForTheApplicationsOwnPaths) {
  for (const char* path : {"/review", "/units/ku_1", "/v1.2/notes", "/review/", "/caf\xC3\xA9"}) {
    const auto answer = Get(path, {{"Accept", std::string(kNavigation)}});
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->Body(), "<page>") << path;
    EXPECT_FALSE(Get(path, {{"Accept", "*/*"}})) << path;
    EXPECT_FALSE(Get(path)) << path;
  }
}

TEST_F(StaticFilesTest, NothingElseIsFound) {
  const char* paths[] = {"",
                         "*",
                         "review",
                         "/missing.js",
                         "/assets/missing-1.js",
                         "/a/.",
                         "/..",
                         "/../index.html",
                         "/assets/../index.html",
                         "/a/../b",
                         "/./a",
                         "//a",
                         "/a//b",
                         "/a\\b",
                         "/%2e%2e",
                         "/a\nb",
                         "/INDEX.HTML",
                         "/.hidden"};
  for (const char* path : paths) {
    EXPECT_FALSE(Get(path, {{"Accept", std::string(kNavigation)}})) << path;
  }
  EXPECT_FALSE(Get(std::string("/a\0b", 4), {{"Accept", std::string(kNavigation)}}));
}

TEST_F(StaticFilesTest, ReservedPathsAreNeverAnswered) {
  for (const char* path :
       {"/api", "/api/", "/api/v1/x", "/API/v1", "/api/file.js", "/livez", "/livez/x"}) {
    EXPECT_FALSE(Get(path, {{"Accept", std::string(kNavigation)}})) << path;
  }
  for (const char* path : {"/apis", "/livezone"}) {
    EXPECT_TRUE(Get(path, {{"Accept", std::string(kNavigation)}})) << path;
  }
}

TEST_F(StaticFilesTest, NeedsItsPage) {
  StaticFilesOptions options = Options();
  options.page = "/other.html";
  EXPECT_THROW(StaticFiles(Files(), options), std::invalid_argument);
}

class ServedFilesTest : public ServerFixture {};

TEST_F(ServedFilesTest, TravelOverTheWire) {
  const std::string script(200'000, 's');
  const StaticFiles files(
      {{"/index.html", "<page>", "d-page"},
       {"/assets/a-1.js", script, "d-script"},
       {"/empty.txt", "", "d-empty"}},
      {.page = "/index.html", .immutable_folder = "/assets/", .reserved = {}, .page_headers = {}});
  router_.SetFallback("files", [&files](const Request& request) { return files.Answer(request); });
  Start();
  LoopbackClient client = Connect();
  EXPECT_EQ(client.Exchange(Get("/assets/a-1.js")).body, script);
  const ClientResponse page = client.Exchange(Get("/"));
  EXPECT_EQ(page.body, "<page>");
  EXPECT_EQ(page.Header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page.Header("Cache-Control"), "no-cache");
  EXPECT_EQ(client.Exchange(Get("/empty.txt")).Header("Content-Length"), "0");
  client.Send("HEAD /assets/a-1.js HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.ReadHead().Header("Content-Length"), "200000");
  const ClientResponse unchanged = client.Exchange(Get("/", "If-None-Match: \"d-page\"\r\n"));
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.Header("ETag"), "\"d-page\"");
  EXPECT_EQ(client.Exchange(Get("/%2e%2e/x")).status, 404);
  EXPECT_EQ(client.Exchange(Post("/", "")).status, 404);
  EXPECT_EQ(client.Exchange(Get("/inline")).body, "inline");
  server_.reset();
  EXPECT_EQ(observer_.records().front().route, "files");
}

// More than the kernel buffers: what the client does not read stays behind.
class LargeFileTest : public ServerFixture {
 protected:
  LargeFileTest() {
    router_.AddInline(Method::kGet, "/large", [this](const Request&) {
      Response response;
      response.static_body = large_;
      return response;
    });
  }

  static std::string MakeLarge() {
    std::string text;
    while (text.size() < kBigBody) text += std::to_string(text.size()) + ' ';
    return text;
  }

  const std::string large_ = MakeLarge();
};

TEST_F(LargeFileTest, ArrivesWholeAndInOrder) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/inline") + Get("/large") + Get("/worker") + Get("/large") + Get("/inline"));
  EXPECT_EQ(client.Read().body, "inline");
  EXPECT_TRUE(client.Read().body == large_);
  EXPECT_EQ(client.Read().body, "worker");
  EXPECT_TRUE(client.Read().body == large_);
  EXPECT_EQ(client.Read().body, "inline");
}

TEST_F(LargeFileTest, IsSentBeforeTheConnectionCloses) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/large", "Connection: close\r\n"));
  EXPECT_TRUE(client.ReadToEnd().ends_with(large_));
}

TEST_F(LargeFileTest, HoldsNoBufferForClientsThatDoNotRead) {
  options_.limits.buffered_bytes = 1024 * 1024;
  Start();
  std::vector<std::unique_ptr<LoopbackClient>> idle;
  for (int i = 0; i < 4; ++i) {
    idle.push_back(std::make_unique<LoopbackClient>(server_->port()));
    idle.back()->Send(Get("/large"));
  }
  LoopbackClient client = Connect();
  const std::string body(512 * 1024, 'b');
  EXPECT_EQ(client.Exchange(Post("/echo", body)).body, body);
  EXPECT_TRUE(idle.back()->Read().body == large_);
}

}  // namespace
}  // namespace cq::http
