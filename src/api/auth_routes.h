// POST /api/v1/auth/login.
#pragma once

#include "auth/login_service.h"
#include "http/router.h"

namespace cq::api {

// Thread-safe. Must outlive the router it is mounted on.
class AuthRoutes {
 public:
  // `logins` must outlive the routes.
  explicit AuthRoutes(auth::LoginService& logins) : logins_(logins) {}

  void Mount(http::Router& router);

 private:
  http::Response Login(const http::Request& request);

  auth::LoginService& logins_;
};

}  // namespace cq::api
