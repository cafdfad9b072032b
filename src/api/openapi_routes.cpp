#include "api/openapi_routes.h"

#include <string>

#include "api/error_response.h"
#include "api/openapi_document.h"

namespace cq::api {

void OpenapiRoutes::Mount(http::Router& router) {
  router.AddInline(http::Method::kGet, "/openapi.json", [](const http::Request&) {
    return JsonResponse(200, std::string(kOpenapiDocument));
  });
}

}  // namespace cq::api
