#include "app/dashboard.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "http/response_writer.h"
#include "web/dashboard_files.h"

namespace cq::app {
namespace {

constexpr const char* kPage = "/index.html";

web::Bundle LoadBundle(const std::string& folder) {
  if (folder.empty()) return web::Bundle::OfEmbedded(web::DashboardFiles());
  auto bundle = web::Bundle::ReadFolder(folder, {});
  if (!bundle) throw std::runtime_error("CQ_WEB_DIR cannot be served: " + bundle.error());
  const bool has_page = std::ranges::any_of(
      bundle->files(), [](const http::StaticFile& file) { return file.path == kPage; });
  if (!has_page)
    throw std::runtime_error("CQ_WEB_DIR cannot be served: no index.html in " + folder);
  return *std::move(bundle);
}

http::StaticFilesOptions DashboardOptions() {
  return {.page = kPage,
          .immutable_folder = "/assets/",
          // What belongs to programs answers programs, whether it exists or not.
          .reserved = {"/api", "/.well-known", "/livez", "/readyz", "/metrics", "/docs", "/redoc",
                       "/openapi.json"},
          .page_headers = {
              {"Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
               "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
               "form-action 'self'; frame-ancestors 'none'"},
              {"Permissions-Policy",
               "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
               "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"}}};
}

std::optional<http::Response> SayNotBuiltIn(const http::Request& request) {
  if (request.path != "/") return std::nullopt;
  return http::DetailResponse(404, "This server was built without the dashboard");
}

}  // namespace

Dashboard::Dashboard(const std::string& folder) : bundle_(LoadBundle(folder)) {
  if (!bundle_.files().empty()) files_.emplace(bundle_.files(), DashboardOptions());
}

void Dashboard::Mount(http::Router& router) const {
  if (!files_) return router.SetFallback("dashboard", SayNotBuiltIn);
  router.SetFallback("dashboard",
                     [this](const http::Request& request) { return files_->Answer(request); });
}

}  // namespace cq::app
