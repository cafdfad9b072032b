// Turns what the HTTP edge reports into log lines and metrics.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/json_log.h"
#include "app/metrics.h"
#include "http/observer.h"
#include "http/router.h"

namespace cq::app {

// Thread-safe. One for each router: a route's index finds its metrics without a look-up by label.
class RequestObserver final : public http::Observer {
 public:
  // All must outlive the observer; the router must not change any more.
  RequestObserver(const http::Router& router, JsonLog& log, Metrics& metrics);
  ~RequestObserver() override;

  void OnRequest(const http::RequestRecord& record) override;
  void OnHandlerFailure(std::string_view request_id, std::string_view what) override;
  void OnRefusal(std::string_view reason) override;

 private:
  struct RouteMetrics;

  RouteMetrics& MetricsOf(const http::RequestRecord& record);
  void Log(const http::RequestRecord& record, config::LogLevel level);

  JsonLog& log_;
  Metrics& metrics_;
  std::vector<std::unique_ptr<RouteMetrics>> routes_;  // by Route::index
  std::unique_ptr<RouteMetrics> unmatched_;
};

}  // namespace cq::app
