#include "app/module_options.h"

namespace cq::app {

storage::DatabaseOptions DatabaseOptionsOf(const config::Settings& settings) {
  return {.path = settings.database_path,
          .synchronous = settings.durability == config::Durability::kFull
                             ? storage::Synchronous::kFull
                             : storage::Synchronous::kNormal,
          .busy_timeout = settings.busy_timeout,
          .reader_connections = settings.worker_threads};
}

http::ServerOptions ServerOptionsOf(const config::Settings& settings) {
  return {
      .listen = {.host = settings.listen.host,
                 .port = settings.listen.port,
                 .tls = !settings.tls_certificate_file.empty()},
      .tls = {.certificate_file = settings.tls_certificate_file, .key_file = settings.tls_key_file},
      .io_threads = settings.io_threads,
      .worker_threads = settings.worker_threads,
      .limits = {.header_bytes = settings.max_header_bytes,
                 .body_bytes = settings.max_body_bytes,
                 .connections = settings.max_connections,
                 .requests_in_flight = settings.max_requests_in_flight,
                 .queue_length = settings.queue_length},
      .deadlines = {.header = settings.header_timeout,
                    .body = settings.body_timeout,
                    .idle = settings.idle_timeout,
                    .request = settings.request_timeout,
                    .write = settings.write_timeout},
      .trusted_proxies = settings.trusted_proxies};
}

http::ServerOptions AdminServerOptionsOf(const config::Settings& settings) {
  http::ServerOptions options = ServerOptionsOf(settings);
  options.listen = {.host = settings.admin->host, .port = settings.admin->port, .tls = false};
  options.tls = {};
  options.io_threads = 1;
  options.worker_threads = 1;
  return options;
}

}  // namespace cq::app
