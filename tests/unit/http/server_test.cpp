// The server as a client on loopback sees it: answers, order, routing, draining.
#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "unit/http/loopback_client.h"
#include "unit/http/server_fixture.h"

namespace cq::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ServerTest : public ServerFixture {};

TEST_F(ServerTest, AnswersFromInlineAndWorkerRoutes) {
  Start();
  LoopbackClient client = Connect();
  EXPECT_EQ(client.Exchange(Get("/inline")).body, "inline");
  EXPECT_EQ(client.Exchange(Get("/worker")).body, "worker");
  EXPECT_EQ(client.Exchange(Get("/cached/hit")).body, "from memory");
  EXPECT_EQ(client.Exchange(Get("/cached/a%20b")).body, "loaded a b");
  EXPECT_EQ(client.Exchange(Post("/echo", "hello")).body, "hello");
}

TEST_F(ServerTest, ServesSeveralIoThreadsOnOnePort) {
  options_.io_threads = 3;
  Start();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Connect().Exchange(Get("/inline")).status, 200);
  }
}

TEST_F(ServerTest, AnswersOtherPathsAndMethodsAsJson) {
  Start();
  LoopbackClient client = Connect();
  const ClientResponse unknown = client.Exchange(Get("/nope"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.body, R"({"detail":"Not Found"})");
  const ClientResponse wrong_method = client.Exchange(Post("/inline", ""));
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(wrong_method.Header("Allow"), "GET");
  EXPECT_EQ(wrong_method.body, R"({"detail":"Method Not Allowed"})");
  const ClientResponse slash = client.Exchange(Get("/inline//?q=%20"));
  EXPECT_EQ(slash.status, 307);
  EXPECT_EQ(slash.Header("Location"), "http://test/inline?q=%20");
  EXPECT_EQ(slash.Header("Content-Length"), "0");
  EXPECT_EQ(slash.Header("Content-Type"), "");
}

TEST_F(ServerTest, RedirectsToItsOwnAddressWithoutAUsableHost) {
  Start();
  const ClientResponse response = Connect().Exchange("GET /inline/ HTTP/1.0\r\n\r\n");
  EXPECT_EQ(response.Header("Location"),
            "http://127.0.0.1:" + std::to_string(server_->port()) + "/inline");
}

TEST_F(ServerTest, AnswersHeadWithoutBody) {
  Start();
  LoopbackClient client = Connect();
  client.Send("HEAD /inline HTTP/1.1\r\nHost: a\r\n\r\n");
  const ClientResponse head = client.ReadHead();
  EXPECT_EQ(head.status, 405);
  EXPECT_EQ(head.Header("Content-Length"), "31");
  EXPECT_EQ(client.Exchange(Get("/inline")).body, "inline");
}

TEST_F(ServerTest, AsksTheFallbackBeforeNotFound) {
  router_.SetFallback("pages", [](const Request& request) -> std::optional<Response> {
    if (request.path == "/api/x") return std::nullopt;
    return Text("page");
  });
  Start();
  LoopbackClient client = Connect();
  EXPECT_EQ(client.Exchange(Get("/some/page")).body, "page");
  EXPECT_EQ(client.Exchange(Get("/api/x")).status, 404);
  EXPECT_EQ(client.Exchange(Post("/some/page", "")).status, 404);
  client.Send("HEAD /some/page HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.ReadHead().status, 200);
  EXPECT_EQ(client.Exchange(Get("/inline")).body, "inline");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/worker") + Get("/inline") + Post("/echo", "a") + "\r\n" + Get("/inline") +
              Post("/echo", "b") + Get("/nope"));
  std::vector<std::string> bodies;
  for (int i = 0; i < 6; ++i) bodies.push_back(client.Read().body);
  EXPECT_THAT(bodies,
              ElementsAre("worker", "inline", "a", "inline", "b", R"({"detail":"Not Found"})"));
}

TEST_F(ServerTest, AnswersThousandsOfPipelinedRequests) {
  Start();
  LoopbackClient client = Connect();
  constexpr int kRequests = 5'000;
  std::string requests;
  for (int i = 0; i < kRequests; ++i) requests += Get(i % 100 == 0 ? "/worker" : "/inline");
  auto sending = std::async(std::launch::async, [&] { client.Send(requests); });
  for (int i = 0; i < kRequests; ++i) {
    ASSERT_EQ(client.Read().body, i % 100 == 0 ? "worker" : "inline") << i;
  }
  sending.get();
}

TEST_F(ServerTest, AnswersAHalfClosedClient) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/worker") + Post("/echo", "x"));
  client.FinishSending();
  EXPECT_EQ(client.Read().body, "worker");
  EXPECT_EQ(client.Read().body, "x");
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST_F(ServerTest, SendsMoreThanTheKernelBuffers) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Get("/big") + Get("/inline"));
  EXPECT_EQ(client.Read().body.size(), kBigBody);
  EXPECT_EQ(client.Read().body, "inline");
}

TEST_F(ServerTest, KeepsOrClosesTheConnectionAsAsked) {
  Start();
  LoopbackClient closing = Connect();
  EXPECT_EQ(closing.Exchange(Get("/worker", "Connection: close\r\n")).Header("Connection"),
            "close");
  EXPECT_EQ(closing.ReadToEnd(), "");
  LoopbackClient old = Connect();
  EXPECT_EQ(old.Exchange("GET /inline HTTP/1.0\r\n\r\n").Header("Connection"), "close");
  EXPECT_EQ(old.ReadToEnd(), "");
  LoopbackClient kept = Connect();
  const std::string request = "GET /inline HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(kept.Exchange(request).Header("Connection"), "keep-alive");
  EXPECT_EQ(kept.Exchange(request).status, 200);
}

TEST_F(ServerTest, InvitesTheBodyThatIsExpectedToWait) {
  Start();
  LoopbackClient client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Read().status, 100);
  EXPECT_EQ(client.Exchange("ok").body, "ok");
}

TEST_F(ServerTest, DoesNotInviteABodyThatCameOrNeverComes) {
  Start();
  LoopbackClient client = Connect();
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nok");
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_EQ(client.Exchange(Get("/inline", "Expect: 100-continue\r\n")).status, 200);
}

TEST_F(ServerTest, TurnsExceptionsInto500WithTheRequestId) {
  Start();
  LoopbackClient client = Connect();
  const ClientResponse worker = client.Exchange(Get("/throw", "X-Request-ID: my-id\r\n"));
  EXPECT_EQ(worker.status, 500);
  EXPECT_EQ(worker.body, R"({"detail":"Internal Server Error"})");
  EXPECT_EQ(worker.Header("X-Request-ID"), "my-id");
  EXPECT_EQ(client.Exchange(Get("/throw-inline", "X-Request-ID: id-2\r\n")).status, 500);
  EXPECT_THAT(observer_.failures(), ElementsAre(testing::Pair("my-id", "broken database"),
                                                testing::Pair("id-2", "broken cache")));
}

TEST_F(ServerTest, ReplacesMalformedRequestIds) {
  Start();
  LoopbackClient client = Connect();
  const std::string id =
      client.Exchange(Get("/inline", "X-Request-ID: a b\r\n")).Header("X-Request-ID");
  EXPECT_THAT(id, Not(HasSubstr(" ")));
  EXPECT_FALSE(id.empty());
  EXPECT_NE(id, client.Exchange(Get("/inline")).Header("X-Request-ID"));
}

TEST_F(ServerTest, TellsItsObserverWhatHappened) {
  Start();
  LoopbackClient client = Connect();
  client.Exchange(Get("/whoami", "X-Request-ID: r1\r\n"));
  client.Exchange(Post("/nope", ""));
  client.Exchange(Get("/cached/hit"));
  const auto records = observer_.records();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].route, "/whoami");
  EXPECT_EQ(records[0].user, "alice");
  EXPECT_EQ(records[0].request_id, "r1");
  EXPECT_EQ(records[0].client_address, "127.0.0.1");
  EXPECT_EQ(records[1].route, "");
  EXPECT_EQ(records[1].method, "POST");
  EXPECT_EQ(records[1].status, 404);
  EXPECT_EQ(records[2].route, "/cached/{name}");
}

TEST_F(ServerTest, IgnoresForwardedHeadersOfStrangers) {
  Start();
  EXPECT_EQ(
      Connect()
          .Exchange(Get("/whoami", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"))
          .body,
      "127.0.0.1 http");
}

TEST_F(ServerTest, BelievesForwardedHeadersOfTrustedProxies) {
  options_.trusted_proxies = {"127.0.0.0/8"};
  Start();
  EXPECT_EQ(
      Connect()
          .Exchange(Get("/whoami", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"))
          .body,
      "1.2.3.4 https");
}

TEST_F(ServerTest, ListensOnIpv6) {
  options_.listen.host = "::1";
  Start();
  LoopbackClient client(server_->port(), LoopbackClient::Family::kIpv6);
  EXPECT_EQ(client.Exchange(Get("/whoami")).body, "::1 http");
  const ClientResponse redirect = client.Exchange("GET /inline/ HTTP/1.1\r\nHost: \r\n\r\n");
  EXPECT_EQ(redirect.Header("Location"),
            "http://[::1]:" + std::to_string(server_->port()) + "/inline");
}

TEST_F(ServerTest, NamesTheAddressItCannotListenOn) {
  for (const std::size_t io_threads : {1U, 2U}) {
    options_.io_threads = io_threads;
    options_.listen.port = 0;
    Start();
    options_.listen.port = server_->port();
    Server second(options_, router_, observer_);
    try {
      second.Start();
      ADD_FAILURE() << "two servers on one port";
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(),
                  HasSubstr("127.0.0.1 port " + std::to_string(server_->port()) + ": Address"));
    }
  }
}

TEST_F(ServerTest, ReportsItsGauges) {
  options_.worker_threads = 1;
  Start();
  LoopbackClient idle = Connect();
  LoopbackClient running = Connect();
  LoopbackClient waiting = Connect();
  idle.Exchange(Get("/inline"));
  running.Send(Get("/gate"));
  gate_.AwaitInside(1);
  waiting.Send(Get("/worker"));
  while (server_->Gauges().queue_length == 0) std::this_thread::yield();
  const ServerGauges gauges = server_->Gauges();
  EXPECT_EQ(gauges.connections, 3U);
  EXPECT_EQ(gauges.requests_in_flight, 2U);
  EXPECT_EQ(gauges.queue_length, 1U);
  EXPECT_EQ(gauges.busy_workers, 1U);
  gate_.Open();
  EXPECT_EQ(running.Read().body, "passed");
}

TEST_F(ServerTest, DrainFinishesWhatIsInFlight) {
  options_.io_threads = 2;
  Start();
  LoopbackClient idle = Connect();
  idle.Exchange(Get("/inline"));
  LoopbackClient busy = Connect();
  busy.Send(Get("/gate"));
  LoopbackClient uploading = Connect();
  uploading.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(uploading.Read().status, 100);
  gate_.AwaitInside(1);
  auto drained = std::async(std::launch::async, [&] { return server_->Drain(seconds(30)); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  uploading.Send("ok");
  const ClientResponse uploaded = uploading.Read();
  EXPECT_EQ(uploaded.body, "ok");
  EXPECT_EQ(uploaded.Header("Connection"), "close");
  gate_.Open();
  const ClientResponse answer = busy.Read();
  EXPECT_EQ(answer.body, "passed");
  EXPECT_EQ(answer.Header("Connection"), "close");
  EXPECT_EQ(busy.ReadToEnd(), "");
  EXPECT_TRUE(drained.get());
  EXPECT_EQ(server_->Gauges().connections, 0U);
  EXPECT_THROW(Connect(), std::runtime_error);
}

TEST_F(ServerTest, DrainGivesUpAtItsDeadline) {
  Start();
  LoopbackClient busy = Connect();
  busy.Send(Get("/gate"));
  gate_.AwaitInside(1);
  EXPECT_FALSE(server_->Drain(milliseconds(20)));
  EXPECT_EQ(busy.ReadToEnd(), "");
}

TEST_F(ServerTest, DestructionClosesEverything) {
  Start();
  LoopbackClient idle = Connect();
  idle.Exchange(Get("/inline"));
  LoopbackClient partial = Connect();
  partial.Send("GET / HT");
  server_.reset();
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_EQ(partial.ReadToEnd(), "");
}

TEST_F(ServerTest, CanBeDestroyedWithoutHavingStarted) {
  server_ = std::make_unique<Server>(options_, router_, observer_);
}

}  // namespace
}  // namespace cq::http
