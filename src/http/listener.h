// Accepts connections on one address for one I/O thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>

namespace cq::http {

enum class PortSharing { kExclusive, kShared };  // kShared: SO_REUSEPORT

// Belongs to the thread of its io_context, apart from construction.
class Listener {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Endpoint = boost::asio::ip::tcp::endpoint;
  using OnAccept = std::function<void(Socket socket, const Endpoint& peer)>;

  // Binds and listens. Throws boost::system::system_error.
  Listener(boost::asio::io_context& context, const Endpoint& endpoint, PortSharing sharing);

  Endpoint local_endpoint() const { return acceptor_.local_endpoint(); }

  // What `on_accept` throws costs that connection only.
  void Start(OnAccept on_accept);

  // Accepts what waits in the backlog, then closes.
  void Stop();

 private:
  void Wait();
  void AcceptAll();
  void Adopt(int accepted, const Endpoint& peer);

  boost::asio::io_context& context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  OnAccept on_accept_;
};

}  // namespace cq::http
