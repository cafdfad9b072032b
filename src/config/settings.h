// Every setting of the server, parsed and in its own unit.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cq::config {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

enum class LogLevel { kDebug, kInfo, kWarning, kError };

enum class Durability { kNormal, kFull };  // SQLite's synchronous=NORMAL, FULL

enum class AtJwtType { kOptional, kRequired };  // the header typ of RFC 9068
enum class UnverifiedEmail { kRefused, kAccepted };
enum class PlainHttp { kLoopbackOnly, kAllowed };

// The identity provider whose access tokens are accepted.
struct OidcSettings {
  std::string issuer;                  // compared byte for byte
  std::vector<std::string> audiences;  // at least one
  std::string jwks_url;                // empty: by discovery
  std::string identity_claim;
  std::vector<std::string> algorithms;  // of OidcAlgorithmNames()
  std::chrono::seconds clock_skew{};
  AtJwtType at_jwt_type = AtJwtType::kOptional;
  UnverifiedEmail unverified_email = UnverifiedEmail::kRefused;
  std::string ca_file;  // empty: the system's certificates alone
  PlainHttp plain_http = PlainHttp::kLoopbackOnly;
};

// Filled from the table in variables.cpp, which holds the defaults.
struct Settings {
  Address listen;
  std::optional<Address> admin;  // second listener for metrics and probes
  std::string tls_certificate_file;
  std::string tls_key_file;
  std::vector<std::string> trusted_proxies;  // addresses or CIDR blocks

  std::string jwt_secret;
  std::string api_key_pepper;

  std::optional<OidcSettings> oidc;  // nullopt: no identity provider

  std::string database_path;
  Durability durability = Durability::kNormal;
  std::chrono::milliseconds busy_timeout{};

  std::size_t io_threads = 0;
  std::size_t worker_threads = 0;
  std::size_t queue_length = 0;
  std::size_t max_connections = 0;
  std::size_t max_requests_in_flight = 0;
  std::size_t max_header_bytes = 0;
  std::size_t max_body_bytes = 0;

  std::chrono::milliseconds header_timeout{};
  std::chrono::milliseconds body_timeout{};
  std::chrono::milliseconds idle_timeout{};
  std::chrono::milliseconds request_timeout{};
  std::chrono::milliseconds write_timeout{};
  std::chrono::milliseconds drain_timeout{};

  std::size_t login_concurrency = 0;  // password hashes computed at once
  std::size_t login_queue_length = 0;
  std::size_t login_attempts_per_user = 0;    // within login_window; 0: no limit
  std::size_t login_attempts_per_client = 0;  // within login_window; 0: no limit
  std::chrono::milliseconds login_window{};

  std::string web_dir;  // empty: the built-in dashboard

  std::size_t unit_cache_bytes = 0;
  LogLevel log_level = LogLevel::kInfo;
};

}  // namespace cq::config
