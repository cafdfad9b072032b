// Requests whose handler asks to be run again later.
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "unit/http/loopback_client.h"
#include "unit/http/server_fixture.h"

namespace cq::http {
namespace {

// Keeps who waits until the test resumes them.
class WaitingRoom {
 public:
  Postponement Door() {
    return [this](std::function<void()> resume) {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(resume));
      changed_.notify_all();
    };
  }

  void AwaitWaiting(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() >= count; });
  }

  void ResumeAll() {
    std::vector<std::function<void()>> resumed;
    {
      const std::lock_guard lock(mutex_);
      resumed.swap(waiting_);
    }
    for (const auto& resume : resumed) resume();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> waiting_;
};

class PostponedRequestTest : public ServerFixture {
 protected:
  PostponedRequestTest() {
    router_.Add(Method::kPost, "/later", [this](const Request& request) {
      if (request.was_postponed) return Text("at last " + request.body);
      Response response;
      response.postponed = room_.Door();
      return response;
    });
    router_.Add(Method::kGet, "/at-once", [](const Request& request) {
      if (request.was_postponed) return Text("resumed");
      Response response;
      response.postponed = [](const std::function<void()>& resume) { resume(); };
      return response;
    });
    router_.Add(Method::kGet, "/again", [](const Request&) {
      Response response;
      response.postponed = [](const std::function<void()>& resume) { resume(); };
      return response;
    });
  }

  WaitingRoom room_;
};

TEST_F(PostponedRequestTest, IsAnsweredOnceItResumes) {
  Start();
  LoopbackClient client = Connect();
  client.Send(Post("/later", "body") + Get("/worker"));
  room_.AwaitWaiting(1);
  room_.ResumeAll();
  EXPECT_EQ(client.Read().body, "at last body");
  EXPECT_EQ(client.Read().body, "worker");
}

TEST_F(PostponedRequestTest, MayResumeBeforePostponingReturns) {
  Start();
  EXPECT_EQ(Connect().Exchange(Get("/at-once")).body, "resumed");
}

TEST_F(PostponedRequestTest, HoldsNoWorker) {
  options_.worker_threads = 1;
  Start();
  std::list<LoopbackClient> patient;
  for (int i = 0; i < 20; ++i) {
    patient.emplace_back(server_->port()).Send(Post("/later", std::to_string(i)));
  }
  room_.AwaitWaiting(20);
  EXPECT_EQ(Connect().Exchange(Get("/worker")).body, "worker");
  EXPECT_EQ(server_->Gauges().requests_in_flight, 20U);
  room_.ResumeAll();
  int number = 0;
  for (LoopbackClient& client : patient) {
    EXPECT_EQ(client.Read().body, "at last " + std::to_string(number++));
  }
}

TEST_F(PostponedRequestTest, CountsAsInFlight) {
  options_.limits.requests_in_flight = 1;
  Start();
  LoopbackClient patient = Connect();
  patient.Send(Post("/later", ""));
  room_.AwaitWaiting(1);
  EXPECT_EQ(Connect().Exchange(Get("/worker")).status, 503);
  room_.ResumeAll();
  EXPECT_EQ(patient.Read().status, 200);
}

TEST_F(PostponedRequestTest, TwiceIsAFailure) {
  Start();
  EXPECT_EQ(Connect().Exchange(Get("/again")).status, 500);
  EXPECT_EQ(observer_.failures().at(0).second, "postponed twice");
}

TEST_F(PostponedRequestTest, AClientThatLeftMeanwhileHarmsNothing) {
  Start();
  {
    LoopbackClient gone = Connect();
    gone.Send(Post("/later", ""));
    room_.AwaitWaiting(1);
  }
  room_.ResumeAll();
  EXPECT_EQ(Connect().Exchange(Get("/worker")).body, "worker");
}

TEST_F(PostponedRequestTest, IsFinishedWhileDraining) {
  Start();
  LoopbackClient patient = Connect();
  patient.Send(Post("/later", "x"));
  room_.AwaitWaiting(1);
  room_.ResumeAll();
  EXPECT_TRUE(server_->Drain(std::chrono::seconds(60)));
  EXPECT_EQ(patient.Read().body, "at last x");
}

}  // namespace
}  // namespace cq::http
