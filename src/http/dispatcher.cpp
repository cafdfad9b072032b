#include "http/dispatcher.h"

#include <exception>
#include <utility>

#include "http/response_writer.h"
#include "http/url_text.h"

namespace cq::http {
namespace {

Response MethodNotAllowed(const Route& route) {
  Response response = DetailResponse(405, "Method Not Allowed");
  response.headers.emplace_back("Allow", MethodName(route.method));
  return response;
}

Response RedirectTo(std::string location) {
  Response response;
  response.status = 307;
  response.content_type.clear();
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

}  // namespace

Dispatcher::Dispatcher(const Router& router, Observer& observer, const Limits& limits)
    : router_(router),
      observer_(observer),
      in_flight_limit_(limits.requests_in_flight),
      workers_(limits.worker_threads, limits.queue_length) {}

Dispatcher::Outcome Dispatcher::TryInline(Request& request,
                                          const LocalAuthority& local_authority) const {
  RouteMatch match = router_.Match(request.method, request.path);
  try {
    switch (match.kind) {
      case RouteMatch::Kind::kFound: {
        request.parameters = std::move(match.parameters);
        Outcome outcome{.route = match.route, .answer = std::nullopt};
        if (match.route->inline_handler) outcome.answer = match.route->inline_handler(request);
        if (!outcome.answer && !match.route->handler) {
          outcome.answer = Failure(request, "inline route without an answer");
        }
        return outcome;
      }
      case RouteMatch::Kind::kMethodNotAllowed:
        return {.route = nullptr, .answer = MethodNotAllowed(*match.route)};
      case RouteMatch::Kind::kRedirectSlash:
        return {.route = nullptr,
                .answer = RedirectTo(
                    AbsoluteLocation(request, OtherSlashForm(request.path), local_authority))};
      case RouteMatch::Kind::kNotFound:
        break;
    }
    const bool reads = request.method == Method::kGet || request.method == Method::kHead;
    if (reads && router_.fallback() != nullptr) {
      match.route = router_.fallback();
      if (auto answer = match.route->inline_handler(request)) {
        return {.route = match.route, .answer = std::move(answer)};
      }
    }
  } catch (const std::exception& error) {
    return {.route = match.route, .answer = Failure(request, error.what())};
  } catch (...) {
    return {.route = match.route, .answer = Failure(request, "unknown exception")};
  }
  return {.route = nullptr, .answer = DetailResponse(404, "Not Found")};
}

std::optional<Response> Dispatcher::Submit(const Route& route, Request& request, Done done) {
  if (in_flight_.fetch_add(1) >= in_flight_limit_) {
    in_flight_.fetch_sub(1);
    return Refuse("in_flight_full");
  }
  if (Enqueue(std::make_shared<Task>(Task{route, request, std::move(done)}))) return std::nullopt;
  in_flight_.fetch_sub(1);
  return Refuse("queue_full");
}

bool Dispatcher::Enqueue(const std::shared_ptr<Task>& task) {
  task->queued = std::chrono::steady_clock::now();
  return workers_.TrySubmit([this, task] { Handle(task); });
}

void Dispatcher::Handle(const std::shared_ptr<Task>& task) {
  const auto queue_time = std::chrono::steady_clock::now() - task->queued;
  Response answer = Run(task->route, task->request);
  if (!answer.postponed) return Finish(*task, std::move(answer), queue_time);
  if (task->request.was_postponed) {
    return Finish(*task, Failure(task->request, "postponed twice"), queue_time);
  }
  task->request.was_postponed = true;
  answer.postponed([this, task] { Resume(task); });
}

void Dispatcher::Resume(const std::shared_ptr<Task>& task) {
  if (!Enqueue(task)) Finish(*task, Refuse("queue_full"), {});
}

void Dispatcher::Finish(const Task& task, Response answer, std::chrono::nanoseconds queue_time) {
  task.done(std::move(answer), queue_time);
  if (in_flight_.fetch_sub(1) == 1 && on_quiet_) on_quiet_();
}

Response Dispatcher::Run(const Route& route, const Request& request) const {
  try {
    return route.handler(request);
  } catch (const std::exception& error) {
    return Failure(request, error.what());
  } catch (...) {
    return Failure(request, "unknown exception");
  }
}

Response Dispatcher::Failure(const Request& request, const char* what) const {
  observer_.OnHandlerFailure(request.id, what);
  return DetailResponse(500, "Internal Server Error");
}

Response Dispatcher::Refuse(std::string_view reason) const {
  observer_.OnRefusal(reason);
  return BusyResponse();
}

}  // namespace cq::http
