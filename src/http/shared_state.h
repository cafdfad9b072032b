// What the I/O threads of one server have in common.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "http/dispatcher.h"
#include "http/observer.h"
#include "http/server_options.h"
#include "http/tls_context.h"
#include "http/trusted_proxies.h"

namespace cq::http {

// Thread-safe: apart from the counters nothing changes once the server has started.
class SharedState {
 public:
  SharedState(ServerOptions server_options, const Router& router, Observer& server_observer);

  // False, and nothing counted, when the limit of connections is reached.
  bool AddConnection();
  void RemoveConnection();
  std::size_t connections() const { return connections_.load(); }

  // Replaces `before` bytes of one connection's buffers by `after`. False when that leaves all
  // connections together over the limit; the bytes are counted nevertheless.
  bool ChangeBuffered(std::size_t before, std::size_t after);

  bool draining() const { return draining_.load(std::memory_order_relaxed); }
  void BeginDrain() { draining_.store(true); }

  // True when no connection and no running request is left before `deadline`.
  bool WaitUntilQuiet(std::chrono::steady_clock::time_point deadline);

  const ServerOptions options;
  const TrustedProxies proxies;
  const SslContext tls;  // nullptr: plain
  Observer& observer;
  Dispatcher dispatcher;

 private:
  bool IsQuiet() const { return connections_.load() == 0 && dispatcher.in_flight() == 0; }
  void NotifyWhenDraining();

  std::atomic<std::size_t> connections_{0};
  std::atomic<std::size_t> buffered_bytes_{0};
  std::atomic<bool> draining_{false};
  std::mutex mutex_;
  std::condition_variable quiet_;
};

}  // namespace cq::http
