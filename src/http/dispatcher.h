// From a complete request to its answer: routing, inline handlers, hand-over to the workers.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/observer.h"
#include "http/request.h"
#include "http/response.h"
#include "http/router.h"
#include "http/worker_pool.h"

namespace cq::http {

// Thread-safe.
class Dispatcher {
 public:
  struct Limits {
    std::size_t worker_threads;
    std::size_t queue_length;
    std::size_t requests_in_flight;
  };

  struct Outcome {
    const Route* route = nullptr;    // nullptr: none matched
    std::optional<Response> answer;  // nullopt: `route` has to run on a worker
  };

  // "host:port" that the request came in on; asked for only where the Host header is of no use.
  using LocalAuthority = std::function<std::string()>;

  // Runs on a worker, or where a postponed request resumes.
  using Done = std::function<void(Response answer, std::chrono::nanoseconds queue_time)>;

  // `router` and `observer` must outlive the dispatcher.
  Dispatcher(const Router& router, Observer& observer, const Limits& limits);

  // Never blocks. Sets the request's parameters.
  Outcome TryInline(Request& request, const LocalAuthority& local_authority) const;

  // Runs the route's handler on a worker and returns nullopt, or returns the 503 to send when a
  // limit is reached. `request` must stay as it is until `done` was called. A handler that
  // postpones its answer counts as in flight meanwhile.
  [[nodiscard]] std::optional<Response> Submit(const Route& route, Request& request, Done done);

  // Waits for the running handlers and drops the queued ones, whose `done` is never called.
  void Stop() { workers_.Stop(); }

  // Called, on a worker or where a postponed request resumes, whenever the last request in flight
  // has finished.
  void OnQuiet(std::function<void()> callback) { on_quiet_ = std::move(callback); }

  std::size_t in_flight() const { return in_flight_.load(); }
  std::size_t queue_length() const { return workers_.queue_length(); }
  std::size_t busy_workers() const { return workers_.busy(); }

 private:
  struct Task {
    const Route& route;
    Request& request;
    Done done;
    std::chrono::steady_clock::time_point queued{};
  };

  bool Enqueue(const std::shared_ptr<Task>& task);
  void Handle(const std::shared_ptr<Task>& task);
  void Resume(const std::shared_ptr<Task>& task);
  void Finish(const Task& task, Response answer, std::chrono::nanoseconds queue_time);
  Response Run(const Route& route, const Request& request) const;
  Response Failure(const Request& request, const char* what) const;
  Response Refuse(std::string_view reason) const;

  const Router& router_;
  Observer& observer_;
  const std::size_t in_flight_limit_;
  std::atomic<std::size_t> in_flight_{0};
  std::function<void()> on_quiet_;
  WorkerPool workers_;
};

}  // namespace cq::http
