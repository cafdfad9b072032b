// The TLS side of a listener: certificate, key and protocol versions.
#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "http/server_options.h"

namespace cq::http {

struct SslContextDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslContext = std::unique_ptr<SSL_CTX, SslContextDeleter>;

// Throws std::runtime_error naming the file that cannot be used.
SslContext MakeServerTlsContext(const TlsOptions& options);

}  // namespace cq::http
