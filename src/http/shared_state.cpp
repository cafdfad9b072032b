#include "http/shared_state.h"

#include <utility>

namespace cq::http {

SharedState::SharedState(ServerOptions server_options, const Router& router,
                         Observer& server_observer)
    : options(std::move(server_options)),
      proxies(options.trusted_proxies),
      tls(options.listen.tls ? MakeServerTlsContext(options.tls) : nullptr),
      observer(server_observer),
      dispatcher(router, server_observer,
                 {.worker_threads = options.worker_threads,
                  .queue_length = options.limits.queue_length,
                  .requests_in_flight = options.limits.requests_in_flight}) {
  dispatcher.OnQuiet([this] { NotifyWhenDraining(); });
}

bool SharedState::AddConnection() {
  if (connections_.fetch_add(1) < options.limits.connections) return true;
  RemoveConnection();
  return false;
}

void SharedState::RemoveConnection() {
  connections_.fetch_sub(1);
  NotifyWhenDraining();
}

bool SharedState::ChangeBuffered(std::size_t before, std::size_t after) {
  const std::size_t total = buffered_bytes_.fetch_add(after - before) + after - before;
  return total <= options.limits.buffered_bytes;
}

bool SharedState::WaitUntilQuiet(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return quiet_.wait_until(lock, deadline, [this] { return IsQuiet(); });
}

void SharedState::NotifyWhenDraining() {
  if (!draining_.load()) return;
  const std::lock_guard lock(mutex_);
  quiet_.notify_all();
}

}  // namespace cq::http
