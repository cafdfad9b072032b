#include "app/operations_routes.h"

#include <utility>

#include "core/text.h"
#include "json/write.h"

namespace cq::app {
namespace {

http::Response JsonAnswer(int status, json::Object body) {
  http::Response response;
  response.status = status;
  response.body = json::Write(json::Value(std::move(body)), json::FloatStyle::kPython);
  return response;
}

http::Response MetricsAnswer(const Metrics& metrics) {
  http::Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = metrics.Render();
  return response;
}

}  // namespace

void OperationsRoutes::Mount(http::Router& router) {
  router.AddInline(http::Method::kGet, "/livez",
                   [](const http::Request&) { return JsonAnswer(200, {{"status", "alive"}}); });
  router.Add(http::Method::kGet, "/readyz", [this](const http::Request&) { return Ready(); });
  // Inline: it must answer also while all workers are busy.
  router.AddInline(http::Method::kGet, "/metrics",
                   [this](const http::Request&) { return MetricsAnswer(metrics_); });
}

http::Response OperationsRoutes::Ready() const {
  const ReadinessReport report = readiness_.Check();
  if (!report.database_failure.empty()) {
    log_.Write(config::LogLevel::kWarning, "the database is not healthy",
               {{"reason", ReplaceInvalidUtf8(report.database_failure)}});
  }
  // Texts of the database may name paths, which are no business of a client.
  json::Object parts{{"serving", report.draining ? "draining" : "ok"},
                     {"database", report.database_failure.empty() ? "ok" : "failing"},
                     {"index", report.index_loaded ? "ok" : "loading"}};
  if (!report.identity_provider.empty()) {
    parts.emplace_back("identity_provider", report.identity_provider);
  }
  return JsonAnswer(report.ready() ? 200 : 503, {{"status", report.ready() ? "ready" : "not ready"},
                                                 {"parts", std::move(parts)}});
}

}  // namespace cq::app
