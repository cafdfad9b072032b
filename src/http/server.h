// Listener, I/O threads and worker pool of one address. The only entry point of the HTTP edge.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "http/observer.h"
#include "http/router.h"
#include "http/server_options.h"

namespace cq::http {

struct ServerGauges {
  std::size_t connections = 0;
  std::size_t requests_in_flight = 0;
  std::size_t queue_length = 0;
  std::size_t busy_workers = 0;
};

// Life: construct, Start(), Drain(), destroy. Start and Drain belong to one controlling thread.
class Server {
 public:
  // `router` and `observer` must outlive the server; the router must not change any more.
  Server(ServerOptions options, const Router& router, Observer& observer);
  ~Server();  // closes what is still open

  // Binds and begins to serve. Throws std::runtime_error naming address and cause.
  void Start();

  // The bound port; valid after Start().
  std::uint16_t port() const;

  // Stops accepting, closes idle connections, lets requests in flight finish (their answers carry
  // `Connection: close`), at most for `deadline`. True when all finished.
  bool Drain(std::chrono::milliseconds deadline);

  ServerGauges Gauges() const;  // thread-safe

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cq::http
