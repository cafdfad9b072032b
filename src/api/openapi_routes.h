// The API's own description, GET /openapi.json.
#pragma once

#include "http/router.h"

namespace cq::api {

class OpenapiRoutes {
 public:
  static void Mount(http::Router& router);
};

}  // namespace cq::api
