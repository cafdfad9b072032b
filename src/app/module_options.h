// The configuration in the words of the modules that it configures.
#pragma once

#include "config/settings.h"
#include "http/server_options.h"
#include "oidc/curl_fetcher.h"
#include "oidc/options.h"
#include "storage/database.h"

namespace cq::app {

storage::DatabaseOptions DatabaseOptionsOf(const config::Settings& settings);
http::ServerOptions ServerOptionsOf(const config::Settings& settings);

oidc::OidcOptions OidcOptionsOf(const config::OidcSettings& settings);
oidc::CurlOptions CurlOptionsOf(const config::OidcSettings& settings);

// The second listener: few threads, the same limits, no TLS. `settings.admin` is set.
http::ServerOptions AdminServerOptionsOf(const config::Settings& settings);

}  // namespace cq::app
