#include "app/request_observer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/text.h"
#include "core/time_text.h"
#include "json/write.h"

namespace cq::app {
namespace {

constexpr int kFirstStatus = 100;
constexpr std::size_t kStatusCount = 500;
constexpr int kServerError = 500;

constexpr std::string_view kLoginPath = "/api/v1/auth/login";
// Asked every few seconds by monitors, so of no interest at level info.
constexpr std::array<std::string_view, 4> kProbePaths{"/api/v1/health", "/livez", "/readyz",
                                                      "/metrics"};

std::string_view LoginResult(int status) {
  switch (status) {
    case 200:
      return "success";
    case 401:
      return "wrong_credentials";
    case 422:
      return "invalid";
    case 429:
      return "throttled";
    default:
      return "unavailable";
  }
}

void AppendTextMember(std::string& line, std::string_view name, std::string_view text) {
  line += ",\"";
  line += name;
  line += "\":";
  if (IsValidUtf8(text)) {
    json::AppendString(line, text);
  } else {
    json::AppendString(line, ReplaceInvalidUtf8(text));
  }
}

void AppendMilliseconds(std::string& line, std::string_view name,
                        std::chrono::nanoseconds duration) {
  const std::int64_t microseconds =
      std::max<std::int64_t>(std::chrono::round<std::chrono::microseconds>(duration).count(), 0);
  const std::string fraction = std::to_string(1'000 + microseconds % 1'000);  // with a 1 before it
  line += ",\"";
  line += name;
  line += "\":";
  line += std::to_string(microseconds / 1'000);
  line += '.';
  line.append(fraction, 1, 3);
}

}  // namespace

// The counters of one route; those of a status are resolved when it is first answered.
struct RequestObserver::RouteMetrics {
  RouteMetrics(Metrics& all, std::string_view route, std::string_view method_name)
      : path_template(route),
        method(method_name),
        is_probe(std::ranges::find(kProbePaths, route) != kProbePaths.end()),
        is_login(route == kLoginPath),
        seconds(all.RequestSeconds(route, method_name)) {}

  prometheus::Counter& Requests(Metrics& all, int status) {
    const std::size_t slot =
        std::min(static_cast<std::size_t>(std::max(status - kFirstStatus, 0)), kStatusCount - 1);
    prometheus::Counter* counter = by_status[slot].load(std::memory_order_acquire);
    if (counter == nullptr) {
      counter = &all.Requests(path_template, method, status);
      by_status[slot].store(counter, std::memory_order_release);
    }
    return *counter;
  }

  std::string path_template;
  std::string method;
  bool is_probe;
  bool is_login;
  prometheus::Histogram& seconds;
  std::array<std::atomic<prometheus::Counter*>, kStatusCount> by_status{};
};

RequestObserver::RequestObserver(const http::Router& router, JsonLog& log, Metrics& metrics)
    : log_(log),
      metrics_(metrics),
      unmatched_(std::make_unique<RouteMetrics>(metrics, "unmatched", "any")) {
  for (const http::Route& route : router.routes()) {
    routes_.push_back(std::make_unique<RouteMetrics>(metrics, route.path_template,
                                                     http::MethodName(route.method)));
  }
}

RequestObserver::~RequestObserver() = default;

RequestObserver::RouteMetrics& RequestObserver::MetricsOf(const http::RequestRecord& record) {
  if (record.route == nullptr) return *unmatched_;
  return *routes_.at(record.route->index);
}

void RequestObserver::OnRequest(const http::RequestRecord& record) {
  RouteMetrics& route = MetricsOf(record);
  route.Requests(metrics_, record.status).Increment();
  route.seconds.Observe(std::chrono::duration<double>(record.duration).count());
  if (record.queue_time > std::chrono::nanoseconds::zero()) {
    metrics_.QueueSeconds().Observe(std::chrono::duration<double>(record.queue_time).count());
  }
  if (route.is_login && record.method == "POST") {
    metrics_.Logins(LoginResult(record.status)).Increment();
  }

  auto level = config::LogLevel::kInfo;
  if (record.status >= kServerError) level = config::LogLevel::kError;
  if (route.is_probe) level = config::LogLevel::kDebug;
  if (log_.Enabled(level)) Log(record, level);
}

void RequestObserver::Log(const http::RequestRecord& record, config::LogLevel level) {
  static thread_local std::string line;
  line = "{\"time\":\"";
  line += FormatZuluTime(log_.clock().Now());
  line += "\",\"level\":\"";
  line += LevelText(level);
  line += R"(","message":"request")";
  AppendTextMember(line, "method", record.method);
  AppendTextMember(line, "route", MetricsOf(record).path_template);
  line += ",\"status\":";
  line += std::to_string(record.status);
  AppendMilliseconds(line, "duration_ms", record.duration);
  if (record.queue_time > std::chrono::nanoseconds::zero()) {
    AppendMilliseconds(line, "queue_ms", record.queue_time);
  }
  line += ",\"bytes\":";
  line += std::to_string(record.response_bytes);
  AppendTextMember(line, "request_id", record.request_id);
  if (!record.user.empty()) AppendTextMember(line, "user", record.user);
  if (!record.refusal.empty()) AppendTextMember(line, "refusal", record.refusal);
  AppendTextMember(line, "client", record.client_address);
  line += '}';
  log_.WriteLine(line);
}

void RequestObserver::OnHandlerFailure(std::string_view request_id, std::string_view what) {
  metrics_.CountHandlerFailure();
  log_.Write(
      config::LogLevel::kError, "a handler failed",
      {{"request_id", ReplaceInvalidUtf8(request_id)}, {"reason", ReplaceInvalidUtf8(what)}});
}

void RequestObserver::OnRefusal(std::string_view reason) {
  metrics_.CountRefusal(reason);
  log_.Write(config::LogLevel::kDebug, "refused", {{"reason", reason}});
}

}  // namespace cq::app
