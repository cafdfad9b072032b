// The serving process: constructs everything, serves until told to stop, and stops in order.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "app/api_surface.h"
#include "app/dashboard.h"
#include "app/identity_provider.h"
#include "app/json_log.h"
#include "app/metrics.h"
#include "app/oidc_observer.h"
#include "app/operations_routes.h"
#include "app/readiness.h"
#include "app/request_observer.h"
#include "app/services.h"
#include "app/shutdown_signals.h"
#include "config/config.h"
#include "core/clock.h"
#include "crypto/random_bytes.h"
#include "http/router.h"
#include "http/server.h"
#include "storage/database.h"

namespace cq::app {

// Belongs to one thread.
class Application {
 public:
  // Opens and migrates the database. Throws storage::DatabaseError, and std::runtime_error when the
  // dashboard's folder cannot be served.
  explicit Application(const config::Config& config);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Serves until SIGTERM or SIGINT; returns the exit code. Throws std::runtime_error when an
  // address cannot be bound.
  int Run();

 private:
  // One listener with what watches it.
  struct Listener;

  ServiceEvents LoggedEvents();
  std::unique_ptr<IdentityProvider> MakeIdentityProvider();
  std::function<std::string()> KeyReadiness();
  void AddSampledMetrics();
  void AddKeyMetrics();
  void LogStart() const;
  void LoadIndex();
  void Stop();

  const config::Settings settings_;
  const ShutdownSignals signals_;  // before anything that starts a thread
  const Dashboard dashboard_;
  SystemClock clock_;
  crypto::RandomBytes random_;
  std::unique_ptr<JsonLog> log_;
  Metrics metrics_;
  std::unique_ptr<storage::Database> database_;
  OidcObserver oidc_observer_;
  std::unique_ptr<IdentityProvider> identity_provider_;  // nullptr: none is configured
  Services services_;
  Readiness readiness_;
  ApiSurface api_;
  OperationsRoutes operations_;
  http::Router router_;
  http::Router admin_router_;
  std::unique_ptr<Listener> main_;
  std::unique_ptr<Listener> admin_;  // nullptr without an admin address
  std::thread index_loader_;
};

}  // namespace cq::app
