// Every bound of the HTTP edge.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cq::http {

struct Limits {
  std::size_t header_bytes = 32 * 1024;    // request line and headers; past it 431
  std::size_t body_bytes = 1024 * 1024;    // past it 413
  std::size_t connections = 20'000;        // past it the connection is closed at accept
  std::size_t requests_in_flight = 2'048;  // waiting for or running on a worker; past it 503
  std::size_t queue_length = 1'024;        // waiting for a worker; past it 503
  // Bodies and answers that all connections together hold in memory; new input past it gets 503.
  std::size_t buffered_bytes = 256 * 1024 * 1024;
};

struct Deadlines {
  std::chrono::milliseconds header{
      10'000};                             // first byte of a request to the end of its headers: 408
  std::chrono::milliseconds body{30'000};  // end of headers to the end of the body: 408
  std::chrono::milliseconds idle{75'000};  // between requests: closed silently
  std::chrono::milliseconds request{60'000};  // first byte to the last byte of the answer: closed
  std::chrono::milliseconds write{30'000};    // without progress while sending: closed
};

struct TlsOptions {
  std::string certificate_file;  // PEM chain
  std::string key_file;          // PEM
};

struct ListenOptions {
  std::string host = "0.0.0.0";
  std::uint16_t port = 3000;  // 0: any free port
  bool tls = false;
};

struct ServerOptions {
  ListenOptions listen;
  TlsOptions tls;
  std::size_t io_threads = 2;
  std::size_t worker_threads = 16;
  Limits limits;
  Deadlines deadlines;
  std::vector<std::string> trusted_proxies;  // addresses or CIDR; whose X-Forwarded-* are believed
};

}  // namespace cq::http
