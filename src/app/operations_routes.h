// What monitors ask: /livez, /readyz and /metrics.
#pragma once

#include "app/json_log.h"
#include "app/metrics.h"
#include "app/readiness.h"
#include "http/router.h"

namespace cq::app {

// Thread-safe. Must outlive the router it is mounted on.
class OperationsRoutes {
 public:
  // All must outlive the routes.
  OperationsRoutes(const Readiness& readiness, const Metrics& metrics, JsonLog& log)
      : readiness_(readiness), metrics_(metrics), log_(log) {}

  void Mount(http::Router& router);

 private:
  http::Response Ready() const;

  const Readiness& readiness_;
  const Metrics& metrics_;
  JsonLog& log_;
};

}  // namespace cq::app
