#include "http/request_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace cq::http {
namespace {

using Progress = RequestParser::Progress;

constexpr ParserLimits kLimits{.header_bytes = 1024, .body_bytes = 64};

// What a parser made of `wire` when it arrived in pieces of `piece` bytes.
struct Parsed {
  Request request;
  Progress progress = Progress::kNeedMore;
  int refused_with = 0;
  std::size_t consumed = 0;
  bool keep_alive = false;
  bool expects_continue = false;
};

Parsed Parse(std::string_view wire, std::size_t piece) {
  Parsed parsed;
  RequestParser parser(parsed.request, kLimits);
  std::size_t received = 0;
  while (parsed.progress != Progress::kComplete && parsed.progress != Progress::kFailed) {
    const auto step = parser.Feed(wire.substr(parsed.consumed, received - parsed.consumed));
    parsed.progress = step.progress;
    parsed.consumed += step.consumed;
    if (step.progress != Progress::kNeedMore) continue;
    if (received == wire.size()) break;
    received = std::min(received + piece, wire.size());
  }
  parsed.refused_with = parsed.progress == Progress::kFailed ? parser.refusal().status : 0;
  parsed.keep_alive = parser.header_done() && parser.wants_keep_alive();
  parsed.expects_continue = parser.expects_continue();
  return parsed;
}

struct GoodCase {
  std::string wire;
  Method method = Method::kGet;
  std::string target = "/";
  std::string path = "/";
  std::string query = {};
  std::string body = {};
  bool keep_alive = true;
};

TEST(RequestParserTest, AcceptsWholeAndSplitAtEveryByte) {
  const std::vector<GoodCase> cases = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /a/b?c=d&e HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/a/b?c=d&e", "/a/b", "c=d&e"},
      {"GET /a%2Fb%C3%A9%ff HTTP/1.1\r\nhost:a\r\n\r\n", Method::kGet, "/a%2Fb%C3%A9%ff",
       "/a/b\xC3\xA9\xEF\xBF\xBD"},
      {"GET /a? HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/a?", "/a"},
      {"GET /a??b HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/a??b", "/a", "?b"},
      {"GET /a#b?c HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/a", "/a"},
      {"GET //a//b HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "//a//b", "//a//b"},
      {"GET http://x.y:8/p?q HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/p?q", "/p", "q"},
      {"GET HTTPS://x HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://x?q HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/?q", "/", "q"},
      {"GET /p?u=http://x HTTP/1.1\r\nHost: a\r\n\r\n", Method::kGet, "/p?u=http://x", "/p",
       "u=http://x"},
      {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", Method::kOptions, "*", "*"},
      {"HEAD / HTTP/1.1\r\nHost:\r\n\r\n", Method::kHead},
      {"DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", Method::kDelete},
      {"PUT / HTTP/1.1\r\nHost: a\r\n\r\n", Method::kPut},
      {"PATCH / HTTP/1.1\r\nHost: a\r\n\r\n", Method::kPatch},
      {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", Method::kOther},
      {"GET / HTTP/1.0\r\n\r\n", Method::kGet, "/", "/", "", "", false},
      {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", Method::kGet, "/", "/", "", "",
       false},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", Method::kPost, "/", "/", "",
       "abcd"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", Method::kPost},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", Method::kPost},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
       "3\r\nabc\r\nA;x=\"y;z\"\r\n0123456789\r\n0\r\n\r\n",
       Method::kPost, "/", "/", "", "abc0123456789"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
       "1\r\na\r\n0\r\nX-Trailer: b\r\nHost: evil\r\n\r\n",
       Method::kPost, "/", "/", "", "a"},
  };
  for (const GoodCase& test : cases) {
    for (const std::size_t piece : {test.wire.size(), std::size_t{1}, std::size_t{3}}) {
      SCOPED_TRACE(test.wire + " in pieces of " + std::to_string(piece));
      const Parsed parsed = Parse(test.wire, piece);
      ASSERT_EQ(parsed.progress, Progress::kComplete);
      EXPECT_EQ(parsed.consumed, test.wire.size());
      EXPECT_EQ(parsed.request.method, test.method);
      EXPECT_EQ(parsed.request.target, test.target);
      EXPECT_EQ(parsed.request.path, test.path);
      EXPECT_EQ(parsed.request.query, test.query);
      EXPECT_EQ(parsed.request.body, test.body);
      EXPECT_EQ(parsed.keep_alive, test.keep_alive);
    }
  }
}

struct BadCase {
  std::string wire;
  int status = 400;
};

std::string WithHeader(const std::string& header) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n";
}

std::string WithChunks(const std::string& chunks) {
  return WithHeader("Transfer-Encoding: chunked") + chunks;
}

TEST(RequestParserTest, RefusesWholeAndSplitAtEveryByte) {
  const std::vector<BadCase> cases = {
      {"GET HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/0.9\r\nHost: a\r\n\r\n"},
      {"GET / http/1.1\r\nHost: a\r\n\r\n"},
      {"GET /\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\nHost: a\n\n"},
      {"G@T / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET a HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET http://u@h/a HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n"},
      {WithHeader("X : a")},
      {WithHeader(" X: a")},
      {WithHeader(": a")},
      {WithHeader("X\x01: a")},
      {WithHeader("no colon")},
      {WithHeader("X: a\r\n b")},
      {WithHeader("X: a\r\n\tb")},
      {WithHeader("X:\r\n b")},
      {WithHeader("X: a\x01")},
      {WithHeader("X: a\x7F")},
      {WithHeader(std::string("X: a\0b", 6))},
      {WithHeader("X: a\rb")},
      {WithHeader("X: a\nY: b")},
      {WithHeader("Content-Length: 2\r\nContent-Length: 2")},
      {WithHeader("Content-Length: 2\r\nContent-Length: 3")},
      {WithHeader("Content-Length: 2, 2")},
      {WithHeader("Content-Length: +2")},
      {WithHeader("Content-Length: -2")},
      {WithHeader("Content-Length: 0x2")},
      {WithHeader("Content-Length: ")},
      {WithHeader("Content-Length: 99999999999999999999999")},
      {WithHeader("Content-Length: 2\r\nTransfer-Encoding: chunked")},
      {WithHeader("Transfer-Encoding: chunked\r\nContent-Length: 2")},
      {WithHeader("Transfer-Encoding: gzip\r\nContent-Length: 2"), 501},
      {WithHeader("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")},
      {WithHeader("Transfer-Encoding: chunked, chunked")},
      {WithHeader("Transfer-Encoding: chunked, gzip")},
      {WithHeader("Transfer-Encoding: ")},
      {WithHeader("Transfer-Encoding: ,")},
      {WithHeader("Transfer-Encoding: \"chunked\"")},
      {WithHeader("Transfer-Encoding: gzip"), 501},
      {WithHeader("Transfer-Encoding: gzip, chunked"), 501},
      {WithHeader("Transfer-Encoding: identity"), 501},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {WithHeader("Expect: 200-ok"), 417},
      {WithHeader("Content-Length: 65"), 413},
      {WithChunks("g\r\na\r\n0\r\n\r\n")},
      {WithChunks("-1\r\na\r\n0\r\n\r\n")},
      {WithChunks("0x1\r\na\r\n0\r\n\r\n")},
      {WithChunks("1\na\r\n0\r\n\r\n")},
      {WithChunks("1\r\nab\r\n0\r\n\r\n")},
      {WithChunks("1 x\r\na\r\n0\r\n\r\n")},
      {WithChunks("fffffffffffffffff\r\na\r\n0\r\n\r\n")},
      {WithChunks("41\r\na"), 413},
      {WithChunks("40\r\n" + std::string(64, 'a') + "\r\n1\r\n"), 413},
      {WithChunks("1;" + std::string(2000, 'x') + "\r\n"), 431},
      {WithChunks("1\r\na\r\n0\r\nX: " + std::string(2000, 'x')), 431},
      {WithChunks("1\r\na\r\n0\r\nContent-Length: 5\r\n\r\n")},
      {WithHeader("X: " + std::string(2000, 'x')), 431},
      {"GET /" + std::string(2000, 'x'), 431},
      {"GET /" + std::string(2000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
  };
  for (const BadCase& test : cases) {
    SCOPED_TRACE(test.wire);
    EXPECT_EQ(Parse(test.wire, test.wire.size()).refused_with, test.status);
    // A header that drips in is judged when it is complete.
    EXPECT_EQ(Parse(test.wire + "\r\n\r\n", 1).refused_with, test.status);
  }
}

TEST(RequestParserTest, LimitsTheNumberOfFields) {
  std::string wire = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 200; ++i) wire += "a:\r\n";
  EXPECT_EQ(Parse(wire + "\r\n", wire.size() + 2).refused_with, 431);
}

TEST(RequestParserTest, CountsTheWholeHeaderHoweverItArrives) {
  std::string wire = "GET / HTTP/1.1\r\nHost: a\r\n";
  while (wire.size() <= kLimits.header_bytes) wire += "X-Some-Name: value\r\n";
  for (const std::size_t piece : {wire.size() + 2, std::size_t{1}, std::size_t{64}}) {
    EXPECT_EQ(Parse(wire + "\r\n", piece).refused_with, 431) << piece;
  }
}

TEST(RequestParserTest, LeavesTheNextRequestAlone) {
  const std::string first = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
  const Parsed parsed = Parse(first + "GET /next HTTP/1.1\r\n", 4096);
  EXPECT_EQ(parsed.progress, Progress::kComplete);
  EXPECT_EQ(parsed.consumed, first.size());
}

TEST(RequestParserTest, KeepsHeadersAndLeavesTrailersOut) {
  const Parsed parsed = Parse(
      "POST / HTTP/1.1\r\nHost: a\r\nX-A:  1 \t\r\nx-b: \xC3\xA9\r\nTransfer-Encoding: chunked\r\n"
      "\r\n0\r\nAuthorization: Bearer x\r\n\r\n",
      4096);
  ASSERT_EQ(parsed.progress, Progress::kComplete);
  EXPECT_EQ(parsed.request.Header("x-a"), "1");
  EXPECT_EQ(parsed.request.Header("X-B"), "\xC3\xA9");
  EXPECT_EQ(parsed.request.Header("Authorization"), std::nullopt);
}

TEST(RequestParserTest, TellsAnEmptyCredentialFromNone) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{4096}}) {
    const auto credential = [piece](const std::string& line) {
      const Parsed parsed = Parse(WithHeader(line), piece);
      return std::string(parsed.request.Header("Authorization").value_or("absent"));
    };
    EXPECT_EQ(credential("Authorization: Bearer\r\nContent-Length: 0"), "Bearer");
    EXPECT_EQ(credential("Authorization: Bearer "), "Bearer ");
    EXPECT_EQ(credential("Authorization:  Bearer x"), "Bearer x");
  }
}

TEST(RequestParserTest, ReportsExpectationsOfHttp11Only) {
  EXPECT_TRUE(Parse(WithHeader("Expect: 100-Continue"), 4096).expects_continue);
  EXPECT_FALSE(Parse("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", 4096).expects_continue);
  EXPECT_EQ(Parse("GET / HTTP/1.0\r\nExpect: x\r\n\r\n", 4096).progress, Progress::kComplete);
}

}  // namespace
}  // namespace cq::http
