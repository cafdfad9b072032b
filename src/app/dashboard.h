// The dashboard's pages, served beside the API.
#pragma once

#include <optional>
#include <string>

#include "http/router.h"
#include "http/static_files.h"
#include "web/bundle.h"

namespace cq::app {

// Must outlive the router it is mounted on.
class Dashboard {
 public:
  // The one in `folder`, or the built-in one when that is empty. Throws std::runtime_error when the
  // folder cannot be served.
  explicit Dashboard(const std::string& folder);

  // Becomes the router's fallback. Without a dashboard `/` says so and nothing else changes.
  void Mount(http::Router& router) const;

 private:
  web::Bundle bundle_;
  std::optional<http::StaticFiles> files_;  // nullopt: this binary was built without a dashboard
};

}  // namespace cq::app
