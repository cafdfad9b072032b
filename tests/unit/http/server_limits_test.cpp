// What the server does with clients that send too much, too slowly, or nonsense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <chrono>
#include <string>
#include <vector>

#include "http/server.h"
#include "unit/http/loopback_client.h"
#include "unit/http/server_fixture.h"

namespace cq::http {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ServerLimitsTest : public ServerFixture {
 protected:
  // The server refuses with `status`, says why in JSON, and closes.
  void ExpectRefusal(LoopbackClient& client, int status) {
    const ClientResponse response = client.Read();
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.Header("Connection"), "close");
    EXPECT_EQ(response.Header("Content-Type"), "application/json");
    EXPECT_THAT(response.body, testing::StartsWith(R"({"detail":")"));
    EXPECT_EQ(client.ReadToEnd(), "");
  }
};

TEST_F(ServerLimitsTest, RefusesMalformedRequestsAndCloses) {
  Start();
  const std::vector<std::pair<std::string, int>> cases = {
      {"nonsense\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"\x16\x03\x01\x02\x01\x01\xfc\x03\x03", 400},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n", 417},
  };
  for (const auto& [wire, status] : cases) {
    SCOPED_TRACE(wire);
    LoopbackClient client = Connect();
    client.Send(wire);
    ExpectRefusal(client, status);
  }
}

TEST_F(ServerLimitsTest, AnswersWhatCameBeforeTheMalformedRequest) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/worker") + Get("/inline") + "GET / HTTP/9.9\r\n\r\n" + Get("/inline"));
  EXPECT_EQ(client.Read().body, "worker");
  EXPECT_EQ(client.Read().body, "inline");
  ExpectRefusal(client, 400);
}

TEST_F(ServerLimitsTest, RefusesTooLargeHeaders) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/inline", "X: " + std::string(40'000, 'x') + "\r\n"));
  ExpectRefusal(client, 431);
  EXPECT_THAT(observer_.refusals(), ElementsAre("header_too_large"));
}

TEST_F(ServerLimitsTest, RefusesAnnouncedBodiesBeforeTheyAreSent) {
  Start();
  LoopbackClient client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\nExpect: 100-continue\r\n\r\n");
  ExpectRefusal(client, 413);
}

TEST_F(ServerLimitsTest, AnswersClientsThatSendTheTooLargeBodyNevertheless) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Post("/echo", std::string(5'000'000, 'x')));
  client.FinishSending();
  ExpectRefusal(client, 413);
}

TEST_F(ServerLimitsTest, RefusesTooLargeChunkedBodies) {
  options_.limits.body_bytes = 10;
  Start();
  LoopbackClient client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\n");
  ExpectRefusal(client, 413);
}

TEST_F(ServerLimitsTest, RefusesTruncatedRequests) {
  Start();
  for (const std::string wire :
       {"GET / HTTP/1.1\r\nHost:", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    LoopbackClient client = Connect();
    client.Send(wire);
    client.FinishSending();
    ExpectRefusal(client, 400);
  }
}

TEST_F(ServerLimitsTest, TimesOutSlowHeaders) {
  options_.deadlines.header = milliseconds(50);
  Start();
  LoopbackClient client = Connect();
  client.Send("GET /inline HTTP/1.1\r\nHost:");
  ExpectRefusal(client, 408);
  EXPECT_THAT(observer_.refusals(), ElementsAre("header_timeout"));
}

TEST_F(ServerLimitsTest, TimesOutHeadersThatDripIn) {
  options_.deadlines.header = milliseconds(150);
  Start();
  LoopbackClient client = Connect();
  client.Send("GET /inline HTTP/1.1\r\nHost: a\r\nX: ");
  while (observer_.refusals().empty()) {
    client.Send("x");
    std::this_thread::yield();
  }
  EXPECT_THAT(observer_.refusals()[0], testing::AnyOf("header_timeout", "header_too_large"));
  EXPECT_THAT(client.Read().status, testing::AnyOf(408, 431));
}

TEST_F(ServerLimitsTest, TimesOutSlowBodies) {
  options_.deadlines.body = milliseconds(50);
  Start();
  LoopbackClient client = Connect();
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
  ExpectRefusal(client, 408);
  EXPECT_THAT(observer_.refusals(), ElementsAre("body_timeout"));
}

TEST_F(ServerLimitsTest, ClosesIdleConnectionsSilently) {
  options_.deadlines.idle = milliseconds(50);
  Start();
  LoopbackClient fresh = Connect();
  LoopbackClient used = Connect();
  EXPECT_EQ(used.Exchange(Get("/inline")).status, 200);
  used.Send("\r\n\r\n");
  EXPECT_EQ(fresh.ReadToEnd(), "");
  EXPECT_EQ(used.ReadToEnd(), "");
  EXPECT_THAT(observer_.refusals(), IsEmpty());
}

TEST_F(ServerLimitsTest, ClosesWhenTheWholeRequestTakesTooLong) {
  options_.deadlines.request = milliseconds(50);
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/gate"));
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_THAT(observer_.refusals(), ElementsAre("request_timeout"));
}

TEST_F(ServerLimitsTest, DropsClientsThatNeverRead) {
  options_.deadlines.write = milliseconds(50);
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/big"));
  observer_.AwaitRefusal();
  EXPECT_THAT(observer_.refusals(), ElementsAre("write_timeout"));
  EXPECT_LT(client.ReadToEnd().size(), kBigBody);
}

TEST_F(ServerLimitsTest, StopsReadingFromClientsThatNeverRead) {
  options_.deadlines.write = milliseconds(200);
  Start();
  LoopbackClient client = Connect();
  const std::string requests = [] {
    std::string text;
    for (int i = 0; i < 1'000; ++i) text += Get("/inline");
    return text;
  }();
  while (observer_.refusals().empty()) {
    send(client.socket(), requests.data(), requests.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    std::this_thread::yield();
  }
  EXPECT_THAT(observer_.refusals(), Contains("write_timeout"));
}

TEST_F(ServerLimitsTest, RefusesWhenTheQueueIsFull) {
  options_.worker_threads = 1;
  options_.limits.queue_length = 1;
  Start();
  LoopbackClient running = Connect();
  running.Send(Get("/gate"));
  gate_.AwaitInside(1);
  LoopbackClient waiting = Connect();
  waiting.Send(Get("/worker"));
  while (server_->Gauges().queue_length == 0) std::this_thread::yield();
  LoopbackClient refused = Connect();
  const ClientResponse response = refused.Exchange(Get("/worker"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.Header("Retry-After"), "1");
  EXPECT_EQ(response.Header("Connection"), "");
  EXPECT_THAT(observer_.refusals(), ElementsAre("queue_full"));
  EXPECT_EQ(refused.Exchange(Get("/inline")).status, 200);
  gate_.Open();
  EXPECT_EQ(running.Read().body, "passed");
  EXPECT_EQ(waiting.Read().body, "worker");
  EXPECT_EQ(refused.Exchange(Get("/worker")).status, 200);
}

TEST_F(ServerLimitsTest, RefusesWhenTooManyRequestsAreInFlight) {
  options_.limits.requests_in_flight = 1;
  Start();
  LoopbackClient running = Connect();
  running.Send(Get("/gate"));
  gate_.AwaitInside(1);
  EXPECT_EQ(Connect().Exchange(Get("/worker")).status, 503);
  EXPECT_THAT(observer_.refusals(), ElementsAre("in_flight_full"));
}

TEST_F(ServerLimitsTest, ClosesConnectionsBeyondTheLimit) {
  options_.limits.connections = 1;
  Start();
  {
    LoopbackClient first = Connect();
    EXPECT_EQ(first.Exchange(Get("/inline")).status, 200);
    EXPECT_EQ(Connect().ReadToEnd(), "");
    EXPECT_THAT(observer_.refusals(), ElementsAre("connection_limit"));
    EXPECT_EQ(first.Exchange(Get("/inline", "Connection: close\r\n")).status, 200);
    EXPECT_EQ(first.ReadToEnd(), "");
  }
  EXPECT_EQ(Connect().Exchange(Get("/inline")).status, 200);
}

TEST_F(ServerLimitsTest, BoundsWhatAllBodiesTogetherHold) {
  options_.limits.buffered_bytes = 100'000;
  Start();
  LoopbackClient holder = Connect();
  holder.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60001\r\n\r\n" +
              std::string(60'000, 'x'));
  LoopbackClient refused = Connect();
  refused.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60001\r\n\r\n" +
               std::string(60'000, 'x'));
  observer_.AwaitRefusal();
  EXPECT_THAT(observer_.refusals(), ElementsAre("buffers_full"));
  EXPECT_EQ(Connect().Exchange(Get("/inline")).status, 200);
}

}  // namespace
}  // namespace cq::http
