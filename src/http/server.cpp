#include "http/server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/io_thread.h"
#include "http/shared_state.h"

namespace cq::http {
namespace {

using boost::asio::ip::tcp;

tcp::endpoint Resolve(const ListenOptions& listen) {
  std::string_view host = listen.host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::asio::io_context context;
  tcp::resolver resolver(context);
  return *resolver
              .resolve(host, std::to_string(listen.port),
                       tcp::resolver::passive | tcp::resolver::numeric_service)
              .begin();
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, const Router& router, Observer& observer)
      : shared_(std::move(options), router, observer) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() {
    shared_.BeginDrain();
    shared_.dispatcher.Stop();  // before the threads that its answers go to
    for (const auto& thread : threads_) thread->CloseAll();
    for (const auto& thread : threads_) thread->Join();
  }

  void Start() {
    const ListenOptions& listen = shared_.options.listen;
    try {
      Listen(Resolve(listen));
    } catch (const boost::system::system_error& error) {
      throw std::runtime_error("cannot listen on " + listen.host + " port " +
                               std::to_string(listen.port) + ": " + error.code().message());
    }
    for (const auto& thread : threads_) thread->Start();
  }

  bool Drain(std::chrono::milliseconds deadline) {
    const auto end = std::chrono::steady_clock::now() + deadline;
    shared_.BeginDrain();
    for (const auto& thread : threads_) thread->BeginDrain();
    const bool quiet = shared_.WaitUntilQuiet(end);
    for (const auto& thread : threads_) thread->CloseAll();
    return quiet;
  }

  std::uint16_t port() const { return port_; }

  ServerGauges Gauges() const {
    return {.connections = shared_.connections(),
            .requests_in_flight = shared_.dispatcher.in_flight(),
            .queue_length = shared_.dispatcher.queue_length(),
            .busy_workers = shared_.dispatcher.busy_workers()};
  }

 private:
  void Listen(tcp::endpoint endpoint) {
    const std::size_t count = std::max<std::size_t>(shared_.options.io_threads, 1);
    const PortSharing sharing = count == 1 ? PortSharing::kExclusive : PortSharing::kShared;
    if (sharing == PortSharing::kShared) {
      // SO_REUSEPORT would let a second server of the same user share the port unnoticed.
      boost::asio::io_context context;
      endpoint = Listener(context, endpoint, PortSharing::kExclusive).local_endpoint();
    }
    for (std::size_t i = 0; i < count; ++i) {
      threads_.push_back(std::make_unique<IoThread>(shared_));
      endpoint = threads_.back()->Listen(endpoint, sharing);
    }
    port_ = endpoint.port();
  }

  SharedState shared_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::uint16_t port_ = 0;
};

Server::Server(ServerOptions options, const Router& router, Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(options), router, observer)) {}

Server::~Server() = default;

void Server::Start() { impl_->Start(); }

std::uint16_t Server::port() const { return impl_->port(); }

bool Server::Drain(std::chrono::milliseconds deadline) { return impl_->Drain(deadline); }

ServerGauges Server::Gauges() const { return impl_->Gauges(); }

}  // namespace cq::http
