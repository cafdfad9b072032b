// Liveness for clients, and the refusal to publish a node document.
#pragma once

#include "http/router.h"

namespace cq::api {

class HealthRoutes {
 public:
  static void Mount(http::Router& router);
};

}  // namespace cq::api
