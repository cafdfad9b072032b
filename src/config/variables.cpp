#include "config/variables.h"

#include <algorithm>
#include <cctype>
#include <thread>
#include <utility>

#include "config/database_url.h"
#include "config/oidc_values.h"
#include "config/secret_file.h"

namespace cq::config {
namespace {

using Text = std::string_view;
using Shown = Parsed<std::string>;

constexpr CountRange kThreads{1, 256};
constexpr CountRange kMany{1, 10'000'000};
constexpr CountRange kNoneOrMany{0, 10'000'000};
constexpr CountRange kHeaderBytes{1024, std::size_t{1} << 20U};
constexpr CountRange kBodyBytes{1024, std::size_t{1} << 30U};
constexpr CountRange kCacheBytes{0, std::size_t{1} << 40U};
constexpr CountRange kSkewSeconds{0, 300};

template <typename T, typename Field>
Shown Store(Text text, Parsed<T> parsed, Field& field) {
  if (!parsed) return tl::unexpected(std::move(parsed.error()));
  field = std::move(*parsed);
  return std::string(text);
}

Shown StoreThreads(Text text, std::size_t automatic, std::size_t& field) {
  if (text != "auto") return Store(text, ParseCount(text, kThreads), field);
  field = automatic;
  return std::to_string(automatic) + " (auto)";
}

// Stores one of two values of an enumeration.
template <typename Choice>
Shown StoreSwitch(Text text, Choice off, Choice on, Choice& field) {
  const Parsed<bool> parsed = ParseSwitch(text);
  if (!parsed) return tl::unexpected(parsed.error());
  field = *parsed ? on : off;
  return std::string(*parsed ? "true" : "false");
}

// There while the variables are read; what is left without an issuer is dropped then.
OidcSettings& Oidc(Settings& settings) {
  return settings.oidc ? *settings.oidc : settings.oidc.emplace();
}

std::size_t Cores() { return std::max<std::size_t>(1, std::thread::hardware_concurrency()); }

constexpr auto kPlain = Sensitivity::kPlain;
constexpr auto kSecret = Sensitivity::kSecret;
constexpr auto kUnset = EmptyText::kUnset;
constexpr auto kValue = EmptyText::kValue;

std::vector<Variable> MakeVariables() {
  return {
      {"CQ_HOST", "ADDRESS", "0.0.0.0", "Address to listen on.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.listen.host); }},
      {"CQ_PORT", "PORT", "3000", "Port to listen on; 0 takes a free one.", kPlain, kValue,
       [](Text t, Settings& s) { return Store(t, ParsePort(t), s.listen.port); }},
      {"CQ_ADMIN_ADDRESS", "HOST:PORT", "",
       "Second address that alone serves /metrics, /livez and /readyz.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseAddress(t), s.admin); }},
      {"CQ_TLS_CERT_FILE", "FILE", "", "PEM certificate chain; turns TLS on.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.tls_certificate_file); }},
      {"CQ_TLS_KEY_FILE", "FILE", "", "PEM private key of the certificate.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.tls_key_file); }},
      {"CQ_WEB_DIR", "FOLDER", "",
       "Dashboard to serve instead of the built-in one; read once, at start.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.web_dir); }},
      {"CQ_TRUSTED_PROXIES", "LIST", "",
       "Addresses or CIDR blocks, between commas, whose X-Forwarded-* headers are believed.",
       kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseNetworks(t), s.trusted_proxies); }},

      {"CQ_JWT_SECRET", "TEXT", "", "Secret that signs session tokens; 32 bytes or more. Required.",
       kSecret, kValue,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.jwt_secret); }},
      {"CQ_JWT_SECRET_FILE", "FILE", "", "File to read CQ_JWT_SECRET from.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ReadSecretFile(std::string(t)), s.jwt_secret); }},
      {"CQ_API_KEY_PEPPER", "TEXT", "", "Secret that hashes API keys; 32 bytes or more. Required.",
       kSecret, kValue,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.api_key_pepper); }},
      {"CQ_API_KEY_PEPPER_FILE", "FILE", "", "File to read CQ_API_KEY_PEPPER from.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return Store(t, ReadSecretFile(std::string(t)), s.api_key_pepper);
       }},

      {"CQ_OIDC_ISSUER", "URL", "",
       "Identity provider whose access tokens are accepted, as their iss spells it.", kPlain,
       kUnset, [](Text t, Settings& s) { return Store(t, ParseIssuer(t), Oidc(s).issuer); }},
      {"CQ_OIDC_AUDIENCE", "LIST", "",
       "Values, between commas, one of which a token's aud must hold; required with the issuer.",
       kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseAudiences(t), Oidc(s).audiences); }},
      {"CQ_OIDC_JWKS_URL", "URL", "", "Address of the provider's keys; unset: found by discovery.",
       kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseJwksUrl(t), Oidc(s).jwks_url); }},
      {"CQ_OIDC_IDENTITY_CLAIM", "CLAIM", "sub", "Claim that becomes the user name.", kPlain,
       kUnset,
       [](Text t, Settings& s) { return Store(t, ParseIdentityClaim(t), Oidc(s).identity_claim); }},
      {"CQ_OIDC_ALGORITHMS", "LIST", "RS256,ES256",
       "Accepted signature algorithms, between commas; never none or HS*.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseAlgorithms(t), Oidc(s).algorithms); }},
      {"CQ_OIDC_CLOCK_SKEW", "DURATION", "60s",
       "How far the provider's clock may be off, at most 300s.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return Store(t, ParseSeconds(t, kSkewSeconds), Oidc(s).clock_skew);
       }},
      {"CQ_OIDC_REQUIRE_AT_JWT", "BOOL", "false", "Accept only tokens of typ at+jwt (RFC 9068).",
       kPlain, kUnset,
       [](Text t, Settings& s) {
         return StoreSwitch(t, AtJwtType::kOptional, AtJwtType::kRequired, Oidc(s).at_jwt_type);
       }},
      {"CQ_OIDC_ALLOW_UNVERIFIED_EMAIL", "BOOL", "false",
       "Accept an email claim without email_verified.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return StoreSwitch(t, UnverifiedEmail::kRefused, UnverifiedEmail::kAccepted,
                            Oidc(s).unverified_email);
       }},
      {"CQ_OIDC_CA_FILE", "FILE", "",
       "PEM certificates to trust for the provider beside the system's.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseCaFile(t), Oidc(s).ca_file); }},
      {"CQ_OIDC_ALLOW_INSECURE_HTTP", "BOOL", "false",
       "Allow http:// to a provider that is not on this host.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return StoreSwitch(t, PlainHttp::kLoopbackOnly, PlainHttp::kAllowed, Oidc(s).plain_http);
       }},

      {"CQ_DATABASE_URL", "URL", "", "Database, sqlite:////data/cq.db; wins over CQ_DB_PATH.",
       kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, DatabasePathFromUrl(t), s.database_path); }},
      {"CQ_DB_PATH", "FILE", "/data/cq.db", "SQLite file; created when absent.", kPlain, kValue,
       [](Text t, Settings& s) { return Store(t, ParseNonEmpty(t), s.database_path); }},
      {"CQ_DB_SYNCHRONOUS", "MODE", "normal",
       "normal: a power failure may lose the last commits; full: it loses none.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseDurability(t), s.durability); }},
      {"CQ_DB_BUSY_TIMEOUT", "DURATION", "5s", "How long to wait for another process's lock.",
       kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.busy_timeout); }},

      {"CQ_IO_THREADS", "N", "auto", "Threads that read and write sockets; auto: one a core.",
       kPlain, kUnset, [](Text t, Settings& s) { return StoreThreads(t, Cores(), s.io_threads); }},
      {"CQ_WORKER_THREADS", "N", "16", "Threads for the database and password hashes.", kPlain,
       kUnset,
       [](Text t, Settings& s) { return Store(t, ParseCount(t, kThreads), s.worker_threads); }},
      {"CQ_QUEUE_LENGTH", "N", "1024", "Requests that may wait for a worker; past it 503.", kPlain,
       kUnset, [](Text t, Settings& s) { return Store(t, ParseCount(t, kMany), s.queue_length); }},
      {"CQ_MAX_CONNECTIONS", "N", "20000", "Open connections; past it new ones are closed.", kPlain,
       kUnset,
       [](Text t, Settings& s) { return Store(t, ParseCount(t, kMany), s.max_connections); }},
      {"CQ_MAX_REQUESTS_IN_FLIGHT", "N", "2048",
       "Requests waiting for or running on a worker; past it 503.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return Store(t, ParseCount(t, kMany), s.max_requests_in_flight);
       }},
      {"CQ_MAX_HEADER_BYTES", "SIZE", "32KiB", "Request line and headers; past it 431.", kPlain,
       kUnset,
       [](Text t, Settings& s) {
         return Store(t, ParseBytes(t, kHeaderBytes), s.max_header_bytes);
       }},
      {"CQ_MAX_BODY_BYTES", "SIZE", "1MiB", "Request body; past it 413.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseBytes(t, kBodyBytes), s.max_body_bytes); }},

      {"CQ_HEADER_TIMEOUT", "DURATION", "10s", "First byte of a request to the end of its headers.",
       kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.header_timeout); }},
      {"CQ_BODY_TIMEOUT", "DURATION", "30s", "End of the headers to the end of the body.", kPlain,
       kUnset, [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.body_timeout); }},
      {"CQ_IDLE_TIMEOUT", "DURATION", "75s", "Between two requests of a connection.", kPlain,
       kUnset, [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.idle_timeout); }},
      {"CQ_REQUEST_TIMEOUT", "DURATION", "60s",
       "First byte of a request to the last of its answer.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.request_timeout); }},
      {"CQ_WRITE_TIMEOUT", "DURATION", "30s", "Sending without progress.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.write_timeout); }},
      {"CQ_DRAIN_TIMEOUT", "DURATION", "25s", "Finishing requests in flight after SIGTERM.", kPlain,
       kUnset, [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.drain_timeout); }},

      {"CQ_LOGIN_CONCURRENCY", "N", "auto",
       "Password hashes computed at once; auto: all cores but one.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return StoreThreads(t, std::max<std::size_t>(1, Cores() - 1), s.login_concurrency);
       }},
      {"CQ_LOGIN_QUEUE_LENGTH", "N", "8", "Logins that may wait for a hash; past it 503.", kPlain,
       kUnset,
       [](Text t, Settings& s) { return Store(t, ParseCount(t, kMany), s.login_queue_length); }},
      {"CQ_LOGIN_ATTEMPTS_PER_USER", "N", "10",
       "Failed logins of one user within the window, then 429; 0: no limit.", kPlain, kUnset,
       [](Text t, Settings& s) {
         return Store(t, ParseCount(t, kNoneOrMany), s.login_attempts_per_user);
       }},
      {"CQ_LOGIN_ATTEMPTS_PER_CLIENT", "N", "30",
       "Failed logins from one client address within the window, then 429; 0: no limit.", kPlain,
       kUnset,
       [](Text t, Settings& s) {
         return Store(t, ParseCount(t, kNoneOrMany), s.login_attempts_per_client);
       }},
      {"CQ_LOGIN_WINDOW", "DURATION", "60s", "Time in which failed logins are forgiven.", kPlain,
       kUnset, [](Text t, Settings& s) { return Store(t, ParseDuration(t), s.login_window); }},

      {"CQ_UNIT_CACHE_BYTES", "SIZE", "64MiB", "Memory for ready-made texts of units.", kPlain,
       kUnset,
       [](Text t, Settings& s) {
         return Store(t, ParseBytes(t, kCacheBytes), s.unit_cache_bytes);
       }},
      {"CQ_LOG_LEVEL", "LEVEL", "info",
       "debug, info, warning or error; probes are logged at debug.", kPlain, kUnset,
       [](Text t, Settings& s) { return Store(t, ParseLogLevel(t), s.log_level); }},
  };
}

}  // namespace

const std::vector<Variable>& Variables() {
  static const std::vector<Variable> variables = MakeVariables();
  return variables;
}

std::string FlagOf(const Variable& variable) {
  if (variable.sensitivity == Sensitivity::kSecret) return {};
  std::string flag = "--";
  for (const char c : variable.name.substr(std::string_view("CQ_").size())) {
    flag += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return flag;
}

}  // namespace cq::config
