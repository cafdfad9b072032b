#include "app/application.h"

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <limits>
#include <utility>

#include "app/module_options.h"
#include "app/process_metrics.h"
#include "app/version.h"
#include "core/text.h"

namespace cq::app {
namespace {

using config::LogLevel;

}  // namespace

struct Application::Listener {
  Listener(http::ServerOptions options, const http::Router& router, JsonLog& log, Metrics& metrics)
      : observer(router, log, metrics), server(std::move(options), router, observer) {}

  RequestObserver observer;
  http::Server server;
};

Application::Application(const config::Config& config)
    : settings_(config.settings()),
      dashboard_(settings_.web_dir),
      log_(std::make_unique<JsonLog>(STDOUT_FILENO, settings_.log_level, clock_)),
      database_(storage::OpenSqlite(DatabaseOptionsOf(settings_),
                                    [this](const char* kind, std::chrono::nanoseconds duration) {
                                      metrics_.ObserveDatabase(kind, duration);
                                    })),
      oidc_observer_(*log_, metrics_),
      identity_provider_(MakeIdentityProvider()),
      services_(settings_, *database_, clock_, random_,
                identity_provider_ ? &identity_provider_->verifier() : nullptr, LoggedEvents()),
      readiness_([this] { return database_->Health(); }, KeyReadiness()),
      api_(services_, settings_),
      operations_(readiness_, metrics_, *log_) {
  for (const std::string& warning : config.warnings()) log_->Write(LogLevel::kWarning, warning);
  api_.Mount(router_);
  dashboard_.Mount(router_);
  operations_.Mount(settings_.admin ? admin_router_ : router_);
  main_ = std::make_unique<Listener>(ServerOptionsOf(settings_), router_, *log_, metrics_);
  if (settings_.admin) {
    admin_ =
        std::make_unique<Listener>(AdminServerOptionsOf(settings_), admin_router_, *log_, metrics_);
  }
  AddSampledMetrics();
}

Application::~Application() {
  if (index_loader_.joinable()) index_loader_.join();
  metrics_.sampled().Clear();
}

std::unique_ptr<IdentityProvider> Application::MakeIdentityProvider() {
  if (!settings_.oidc) return nullptr;
  return std::make_unique<IdentityProvider>(*settings_.oidc, clock_, random_, oidc_observer_);
}

std::function<std::string()> Application::KeyReadiness() {
  if (!identity_provider_) return {};
  return [this] { return oidc::ReadinessText(identity_provider_->status()); };
}

ServiceEvents Application::LoggedEvents() {
  return {.last_used_failed =
              [this](std::string_view what) {
                log_->Write(LogLevel::kWarning, "the last use of API keys was not written",
                            {{"reason", ReplaceInvalidUtf8(what)}});
              },
          .unit_unreadable =
              [this](knowledge::RowId row, std::string_view problem) {
                log_->Write(LogLevel::kWarning, "a unit does not read and is left out of queries",
                            {{"row", row}, {"reason", ReplaceInvalidUtf8(problem)}});
              }};
}

void Application::AddSampledMetrics() {
  using prometheus::MetricType;
  SampledMetrics& sampled = metrics_.sampled();
  const auto add_gauges = [&sampled](const char* listener, const http::Server& server) {
    const auto add = [&](const char* name, const char* help,
                         std::size_t http::ServerGauges::* gauge) {
      sampled.Add({name, help, MetricType::Gauge, {{"listener", listener}}, [&server, gauge] {
                     return static_cast<double>(server.Gauges().*gauge);
                   }});
    };
    add("cq_http_connections", "Open connections.", &http::ServerGauges::connections);
    add("cq_http_requests_in_flight", "Requests waiting for or running on a worker.",
        &http::ServerGauges::requests_in_flight);
    add("cq_http_queue_length", "Requests waiting for a worker.",
        &http::ServerGauges::queue_length);
    add("cq_http_busy_workers", "Workers that run a request.", &http::ServerGauges::busy_workers);
  };
  add_gauges("main", main_->server);
  if (admin_) add_gauges("admin", admin_->server);
  if (identity_provider_) AddKeyMetrics();

  sampled.Add(
      {"cq_log_dropped_lines_total", "Log lines given up.", MetricType::Counter, {}, [this] {
         return static_cast<double>(log_->dropped_lines());
       }});
  AddProcessMetrics(sampled);
}

void Application::AddKeyMetrics() {
  const auto add = [this](const char* name, const char* help,
                          double (*read)(const oidc::KeyStatus& status)) {
    metrics_.sampled().Add({name, help, prometheus::MetricType::Gauge, {}, [this, read] {
                              return read(identity_provider_->status());
                            }});
  };
  add("cq_oidc_keys", "Usable keys of the identity provider.",
      [](const oidc::KeyStatus& status) { return static_cast<double>(status.usable_keys); });
  add("cq_oidc_unusable_keys", "Keys of the identity provider that verify nothing here.",
      [](const oidc::KeyStatus& status) { return static_cast<double>(status.unusable_keys); });
  add("cq_oidc_key_age_seconds", "Time since the keys were fetched; NaN without keys.",
      [](const oidc::KeyStatus& status) {
        return status.age ? static_cast<double>(status.age->count())
                          : std::numeric_limits<double>::quiet_NaN();
      });
  add("cq_oidc_waiting_requests", "Requests that wait for a fetch of keys.",
      [](const oidc::KeyStatus& status) { return static_cast<double>(status.waiting); });
}

int Application::Run() {
  if (identity_provider_) identity_provider_->Start();
  main_->server.Start();
  if (admin_) admin_->server.Start();
  LogStart();
  index_loader_ = std::thread([this] { LoadIndex(); });

  const int signal = signals_.Wait();
  signals_.ExitAtNext();
  log_->Write(LogLevel::kInfo, "stopping", {{"signal", signal}});
  Stop();
  return 0;
}

void Application::LogStart() const {
  log_->Write(LogLevel::kInfo, "listening",
              {{"host", settings_.listen.host},
               {"port", static_cast<int>(main_->server.port())},
               {"version", Version()},
               {"commit", Commit()},
               {"database", ReplaceInvalidUtf8(settings_.database_path)}});
  if (settings_.oidc) {
    log_->Write(LogLevel::kInfo, "access tokens are accepted",
                {{"issuer", ReplaceInvalidUtf8(settings_.oidc->issuer)}});
  }
  if (!admin_) return;
  log_->Write(LogLevel::kInfo, "listening for monitors",
              {{"host", settings_.admin->host}, {"port", static_cast<int>(admin_->server.port())}});
}

void Application::LoadIndex() {
  try {
    services_.catalog.CatchUp();
    readiness_.SetIndexLoaded();
  } catch (const std::exception& failure) {
    log_->Write(LogLevel::kError, "loading the search index failed; queries will try again",
                {{"reason", ReplaceInvalidUtf8(failure.what())}});
  }
}

void Application::Stop() {
  readiness_.StartDraining();
  if (identity_provider_) identity_provider_->Stop();
  const bool drained = main_->server.Drain(settings_.drain_timeout);
  if (!drained) log_->Write(LogLevel::kWarning, "requests in flight were cut off at the deadline");
  if (admin_) admin_->server.Drain(settings_.drain_timeout);
  try {
    services_.last_used.Flush();
    database_->Checkpoint();
  } catch (const std::exception& failure) {
    log_->Write(LogLevel::kWarning, "the last steps at the database failed",
                {{"reason", ReplaceInvalidUtf8(failure.what())}});
  }
  log_->Write(LogLevel::kInfo, "stopped");
}

}  // namespace cq::app
