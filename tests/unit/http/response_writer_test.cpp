#include "http/response_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>

#include "http/date_header.h"

namespace cq::http {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Write(const Response& response, ResponseFrame frame = {}) {
  frame.request_id = "id-1";
  frame.date = "Thu, 01 Jan 1970 00:00:00 GMT";
  std::string out;
  AppendResponse(response, frame, out);
  return out;
}

std::size_t Count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(ResponseWriterTest, WritesThePlainAnswer) {
  Response response;
  response.body = "{}";
  EXPECT_EQ(Write(response),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 2\r\n"
            "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
            "X-Request-ID: id-1\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "X-Frame-Options: DENY\r\n"
            "Cache-Control: no-store\r\n"
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
            "\r\n"
            "{}");
}

TEST(ResponseWriterTest, LetsTheResponseReplaceDefaults) {
  Response response;
  response.headers = {{"cache-control", "max-age=60"}, {"X-Extra", "1"}};
  const std::string out = Write(response);
  EXPECT_THAT(out, HasSubstr("cache-control: max-age=60\r\n"));
  EXPECT_THAT(out, HasSubstr("X-Extra: 1\r\n"));
  EXPECT_THAT(out, HasSubstr("X-Frame-Options: DENY\r\n"));
  EXPECT_THAT(out, Not(HasSubstr("no-store")));
  EXPECT_EQ(Count(out, "Content-Security-Policy: "), 1U);
}

TEST(ResponseWriterTest, LeavesOutHeadersWithControlCharacters) {
  Response response;
  response.headers = {{"X-A", "a\r\nSet-Cookie: b"}, {"X\n", "c"}, {"Cache-Control", "x\ny"}};
  const std::string out = Write(response);
  EXPECT_THAT(out, Not(HasSubstr("Set-Cookie")));
  EXPECT_THAT(out, Not(HasSubstr("X-A")));
  EXPECT_THAT(out, HasSubstr("Cache-Control: no-store\r\n"));
}

TEST(ResponseWriterTest, SendsAStaticBodyInPlaceOfTheOwnOne) {
  Response response;
  response.body = "own";
  response.static_body = "static";
  const std::string out = Write(response);
  EXPECT_THAT(out, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_TRUE(out.ends_with("\r\n\r\nstatic"));
}

TEST(ResponseWriterTest, OmitsTheBodyOfHeadButNotItsLength) {
  Response response;
  response.body = "abc";
  const std::string out = Write(response, {.body_mode = BodyMode::kOmit});
  EXPECT_THAT(out, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_TRUE(out.ends_with("\r\n\r\n"));
}

TEST(ResponseWriterTest, SendsNeitherLengthNorBodyWith204) {
  Response response;
  response.status = 204;
  response.content_type.clear();
  response.body = "abc";
  const std::string out = Write(response);
  EXPECT_THAT(out, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(out, Not(HasSubstr("Content-Type: ")));
  EXPECT_TRUE(out.ends_with("\r\n\r\n"));
}

TEST(ResponseWriterTest, SaysWhatBecomesOfTheConnection) {
  EXPECT_THAT(Write({}), Not(HasSubstr("Connection:")));
  EXPECT_THAT(Write({}, {.persistence = Persistence::kClose}), HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(Write({}, {.persistence = Persistence::kKeepAlive}),
              HasSubstr("Connection: keep-alive\r\n"));
}

TEST(ResponseWriterTest, RequiresTlsOverTlsOnly) {
  EXPECT_THAT(Write({}), Not(HasSubstr("Strict-Transport-Security")));
  EXPECT_THAT(Write({}, {.security = TransportSecurity::kTls}),
              HasSubstr("Strict-Transport-Security: max-age=31536000\r\n"));
}

TEST(ResponseWriterTest, BuildsDetailAnswers) {
  EXPECT_EQ(DetailResponse(404, "Not Found").body, R"({"detail":"Not Found"})");
  EXPECT_THAT(Write(BusyResponse()), HasSubstr("Retry-After: 1\r\n"));
}

TEST(DateHeaderTest, RendersImfFixdate) {
  DateHeader date;
  EXPECT_EQ(date.At(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date.At(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date.At(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
}

}  // namespace
}  // namespace cq::http
