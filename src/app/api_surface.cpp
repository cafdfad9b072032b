#include "app/api_surface.h"

#include "api/health_routes.h"
#include "api/openapi_routes.h"

namespace cq::app {

ApiSurface::ApiSurface(Services& services, const config::Settings& settings)
    : auth_(services.logins),
      users_(services.authenticator, services.accounts, services.api_keys),
      knowledge_(*services.knowledge, services.authenticator),
      reviews_(*services.reviews, services.authenticator) {
  if (settings.oidc) protected_resource_.emplace(settings.oidc->issuer);
}

void ApiSurface::Mount(http::Router& router) {
  api::HealthRoutes::Mount(router);
  api::OpenapiRoutes::Mount(router);
  auth_.Mount(router);
  users_.Mount(router);
  knowledge_.Mount(router);
  reviews_.Mount(router);
  if (protected_resource_) protected_resource_->Mount(router);
}

}  // namespace cq::app
