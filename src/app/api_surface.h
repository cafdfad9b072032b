// Every route of the API, mounted on one router.
#pragma once

#include "api/auth_routes.h"
#include "api/knowledge_routes.h"
#include "api/review_routes.h"
#include "api/user_routes.h"
#include "app/services.h"
#include "http/router.h"

namespace cq::app {

// Must outlive the router.
class ApiSurface {
 public:
  // `services` must outlive this.
  explicit ApiSurface(Services& services);

  void Mount(http::Router& router);

 private:
  api::AuthRoutes auth_;
  api::UserRoutes users_;
  api::KnowledgeRoutes knowledge_;
  api::ReviewRoutes reviews_;
};

}  // namespace cq::app
