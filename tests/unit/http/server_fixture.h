// A server on loopback with one route of each kind, and what its observer heard.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/server.h"
#include "unit/http/loopback_client.h"

namespace cq::http {

class RecordingObserver final : public Observer {
 public:
  struct Record {
    std::string route;
    std::string method;
    int status;
    std::string request_id;
    std::string client_address;
    std::string user;
  };

  void OnRequest(const RequestRecord& record) override {
    const std::lock_guard lock(mutex_);
    records_.push_back({.route = record.route == nullptr ? "" : record.route->path_template,
                        .method = std::string(record.method),
                        .status = record.status,
                        .request_id = std::string(record.request_id),
                        .client_address = std::string(record.client_address),
                        .user = std::string(record.user)});
  }

  void OnHandlerFailure(std::string_view request_id, std::string_view what) override {
    const std::lock_guard lock(mutex_);
    failures_.emplace_back(request_id, what);
  }

  void OnRefusal(std::string_view reason) override {
    const std::lock_guard lock(mutex_);
    refusals_.emplace_back(reason);
    heard_.notify_all();
  }

  std::vector<Record> records() {
    const std::lock_guard lock(mutex_);
    return records_;
  }

  std::vector<std::pair<std::string, std::string>> failures() {
    const std::lock_guard lock(mutex_);
    return failures_;
  }

  std::vector<std::string> refusals() {
    const std::lock_guard lock(mutex_);
    return refusals_;
  }

  void AwaitRefusal() {
    std::unique_lock lock(mutex_);
    heard_.wait(lock, [this] { return !refusals_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable heard_;
  std::vector<Record> records_;
  std::vector<std::pair<std::string, std::string>> failures_;
  std::vector<std::string> refusals_;
};

// A handler that waits here until it is let go.
class Gate {
 public:
  void Enter() {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }

  void AwaitInside(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, count] { return inside_ >= count; });
  }

  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  bool open_ = false;
};

class ServerFixture : public testing::Test {
 protected:
  static constexpr std::size_t kBigBody = 32 * 1024 * 1024;  // more than the kernel buffers

  ServerFixture() {
    options_.listen.host = "127.0.0.1";
    options_.listen.port = 0;
    options_.io_threads = 1;
    options_.worker_threads = 2;
    router_.AddInline(Method::kGet, "/inline", [](const Request&) { return Text("inline"); });
    router_.Add(Method::kGet, "/worker", [](const Request&) { return Text("worker"); });
    router_.Add(Method::kPost, "/echo", [](const Request& request) { return Text(request.body); });
    router_.AddWithInline(
        Method::kGet, "/cached/{name}",
        [](const Request& request) -> std::optional<Response> {
          if (request.parameters[0] != "hit") return std::nullopt;
          return Text("from memory");
        },
        [](const Request& request) {
          return Text("loaded " + std::string(request.parameters[0]));
        });
    router_.Add(Method::kGet, "/gate", [this](const Request&) {
      gate_.Enter();
      return Text("passed");
    });
    router_.Add(Method::kGet, "/throw",
                [](const Request&) -> Response { throw std::runtime_error("broken database"); });
    router_.AddInline(Method::kGet, "/throw-inline", [](const Request&) -> std::optional<Response> {
      throw std::runtime_error("broken cache");
    });
    router_.Add(Method::kGet, "/big",
                [](const Request&) { return Text(std::string(kBigBody, 'x')); });
    router_.Add(Method::kGet, "/whoami", [](const Request& request) {
      Response response = Text(request.client_address + ' ' + request.scheme);
      response.user = "alice";
      return response;
    });
  }

  ~ServerFixture() override { gate_.Open(); }

  static Response Text(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
  }

  void Start() {
    server_ = std::make_unique<Server>(options_, router_, observer_);
    server_->Start();
  }

  LoopbackClient Connect() { return LoopbackClient(server_->port()); }

  static std::string Get(const std::string& path, const std::string& headers = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
  }

  static std::string Post(const std::string& path, const std::string& body) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }

  Gate gate_;
  RecordingObserver observer_;
  Router router_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

}  // namespace cq::http
