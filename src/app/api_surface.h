// Every route of the API, mounted on one router.
#pragma once

#include <optional>

#include "api/auth_routes.h"
#include "api/knowledge_routes.h"
#include "api/protected_resource.h"
#include "api/review_routes.h"
#include "api/user_routes.h"
#include "app/services.h"
#include "config/settings.h"
#include "http/router.h"

namespace cq::app {

// Must outlive the router.
class ApiSurface {
 public:
  // `services` must outlive this.
  ApiSurface(Services& services, const config::Settings& settings);

  void Mount(http::Router& router);

 private:
  api::AuthRoutes auth_;
  api::UserRoutes users_;
  api::KnowledgeRoutes knowledge_;
  api::ReviewRoutes reviews_;
  std::optional<api::ProtectedResourceRoutes> protected_resource_;
};

}  // namespace cq::app
