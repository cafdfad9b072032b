#include "http/listener.h"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/socket_base.hpp>
#include <cerrno>
#include <chrono>
#include <exception>
#include <utility>

namespace cq::http {
namespace {

using boost::asio::ip::tcp;
using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// How long a thread without descriptors or memory leaves the backlog alone.
constexpr std::chrono::milliseconds kPause{100};

bool IsExhausted(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Listener::Listener(boost::asio::io_context& context, const Endpoint& endpoint, PortSharing sharing)
    : context_(context), acceptor_(context), pause_(context) {
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  if (sharing == PortSharing::kShared) acceptor_.set_option(ReusePort(true));
  acceptor_.set_option(tcp::no_delay(true));  // accepted sockets inherit it
  acceptor_.bind(endpoint);
  acceptor_.listen(tcp::acceptor::max_listen_connections);
  acceptor_.native_non_blocking(true);
}

void Listener::Start(OnAccept on_accept) {
  on_accept_ = std::move(on_accept);
  Wait();
}

void Listener::Stop() {
  if (!acceptor_.is_open()) return;
  AcceptAll();
  pause_.cancel();
  acceptor_.close();
}

void Listener::Wait() {
  acceptor_.async_wait(tcp::acceptor::wait_read, [this](const boost::system::error_code& error) {
    if (error || !acceptor_.is_open()) return;
    AcceptAll();
  });
}

void Listener::AcceptAll() {
  while (true) {
    Endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    const int accepted =
        accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) {
      peer.resize(size);
      Adopt(accepted, peer);
      continue;
    }
    if (IsExhausted(errno)) {
      pause_.expires_after(kPause);
      pause_.async_wait([this](const boost::system::error_code& error) {
        if (!error && acceptor_.is_open()) Wait();
      });
      return;
    }
    // The rest concerns one connection that is gone already (accept(2), "Error handling").
    if (errno == EAGAIN || errno == EWOULDBLOCK) return Wait();
  }
}

void Listener::Adopt(int accepted, const Endpoint& peer) {
  Socket socket(context_);
  boost::system::error_code error;
  socket.assign(peer.protocol(), accepted, error);
  if (error) {
    close(accepted);
    return;
  }
  try {
    on_accept_(std::move(socket), peer);
  } catch (const std::exception&) {
    return;  // out of memory; the socket closed itself
  }
}

}  // namespace cq::http
