#include "api/health_routes.h"

#include "api/error_response.h"

namespace cq::api {

void HealthRoutes::Mount(http::Router& router) {
  router.AddInline(http::Method::kGet, "/api/v1/health",
                   [](const http::Request&) { return JsonResponse(200, R"({"status":"ok"})"); });
  // Clients take a 404 as "use the defaults", and an HTML page for an error.
  router.AddInline(http::Method::kGet, "/.well-known/cq-node.json",
                   [](const http::Request&) { return DetailResponse(404, "Not Found"); });
}

}  // namespace cq::api
