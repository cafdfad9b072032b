#include "app/module_options.h"

#include <string>

#include "app/version.h"
#include "jose/algorithm.h"

namespace cq::app {
namespace {

oidc::PlainHttp PlainHttpOf(const config::OidcSettings& settings) {
  return settings.plain_http == config::PlainHttp::kAllowed ? oidc::PlainHttp::kAllowed
                                                            : oidc::PlainHttp::kLoopbackOnly;
}

// The configuration accepts only names that have an algorithm.
jose::AlgorithmSet AlgorithmsOf(const config::OidcSettings& settings) {
  jose::AlgorithmSet algorithms;
  for (const std::string& name : settings.algorithms) {
    algorithms.Add(jose::ParseAlgorithm(name).value());
  }
  return algorithms;
}

}  // namespace

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

oidc::OidcOptions OidcOptionsOf(const config::OidcSettings& settings) {
  return {.policy = {.issuer = settings.issuer,
                     .audiences = settings.audiences,
                     .algorithms = AlgorithmsOf(settings),
                     .clock_skew = settings.clock_skew,
                     .type_check = settings.at_jwt_type == config::AtJwtType::kRequired
                                       ? jose::TypeCheck::kAtJwt
                                       : jose::TypeCheck::kUsual},
          .jwks_url = settings.jwks_url,
          .identity_claim = settings.identity_claim,
          .unverified_email = settings.unverified_email == config::UnverifiedEmail::kAccepted
                                  ? oidc::UnverifiedEmail::kAccepted
                                  : oidc::UnverifiedEmail::kRefused,
          .plain_http = PlainHttpOf(settings)};
}

oidc::CurlOptions CurlOptionsOf(const config::OidcSettings& settings) {
  return {.ca_file = settings.ca_file,
          .plain_http = PlainHttpOf(settings),
          .user_agent = "cq-server/" + std::string(Version())};
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
