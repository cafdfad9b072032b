#include "api/openapi_routes.h"

#include <string>

#include "api/error_response.h"
#include "api/openapi_document.h"

namespace cq::api {

void OpenapiRoutes::Mount(http::Router& router) {
  const auto answer = [](const http::Request&) {
    return JsonResponse(200, std::string(kOpenapiDocument));
  };
  router.AddInline(http::Method::kGet, "/openapi.json", answer);
  router.AddInline(http::Method::kHead, "/openapi.json", answer);
}

}  // namespace cq::api
