// A blocking TCP client that says exactly what the tests tell it to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cq::http {

struct ClientResponse {
  int status = 0;  // 0: the connection ended first
  std::string head;
  std::string body;

  // Value of the first header called `name`, spelled exactly so; empty when absent.
  std::string Header(std::string_view name) const;
};

class LoopbackClient {
 public:
  enum class Family { kIpv4, kIpv6 };

  explicit LoopbackClient(std::uint16_t port, Family family = Family::kIpv4);
  LoopbackClient(const LoopbackClient&) = delete;
  LoopbackClient& operator=(const LoopbackClient&) = delete;
  ~LoopbackClient();

  int socket() const { return socket_; }

  // Gives up silently when the peer has closed.
  void Send(std::string_view bytes);
  void FinishSending();

  // Reads one answer with a Content-Length (or 1xx, 204, 304).
  ClientResponse Read();
  ClientResponse ReadHead();  // an answer without body, as to HEAD
  ClientResponse Exchange(std::string_view request);

  // Everything up to the end of the connection.
  std::string ReadToEnd();

 private:
  bool Fill();
  ClientResponse TakeHead();

  int socket_ = -1;
  std::string buffer_;
};

}  // namespace cq::http
