#include "unit/http/loopback_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace cq::http {
namespace {

constexpr int kGiveUpSeconds = 30;  // a broken server fails the test instead of hanging it

int Connect(int family, const sockaddr* address, socklen_t size) {
  const int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = kGiveUpSeconds, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  if (connect(fd, address, size) != 0) {
    close(fd);
    throw std::runtime_error("cannot connect");
  }
  return fd;
}

}  // namespace

std::string ClientResponse::Header(std::string_view name) const {
  const std::string start = "\r\n" + std::string(name) + ": ";
  const std::size_t at = head.find(start);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + start.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

LoopbackClient::LoopbackClient(std::uint16_t port, Family family) {
  if (family == Family::kIpv6) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    address.sin6_addr = in6addr_loopback;
    socket_ = Connect(AF_INET6, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  } else {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = Connect(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
}

LoopbackClient::~LoopbackClient() { close(socket_); }

void LoopbackClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void LoopbackClient::FinishSending() { shutdown(socket_, SHUT_WR); }

bool LoopbackClient::Fill() {
  std::array<char, 65536> chunk{};
  const ssize_t received = recv(socket_, chunk.data(), chunk.size(), 0);
  if (received <= 0) return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(received));
  return true;
}

ClientResponse LoopbackClient::TakeHead() {
  while (buffer_.find("\r\n\r\n") == std::string::npos) {
    if (!Fill()) return {};
  }
  const std::size_t end = buffer_.find("\r\n\r\n") + 4;
  ClientResponse response;
  response.head = buffer_.substr(0, end);
  response.status = std::stoi(response.head.substr(9, 3));
  buffer_.erase(0, end);
  return response;
}

ClientResponse LoopbackClient::ReadHead() { return TakeHead(); }

ClientResponse LoopbackClient::Read() {
  ClientResponse response = TakeHead();
  const std::string length = response.Header("Content-Length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (buffer_.size() < size) {
    if (!Fill()) return {};
  }
  response.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return response;
}

ClientResponse LoopbackClient::Exchange(std::string_view request) {
  Send(request);
  return Read();
}

std::string LoopbackClient::ReadToEnd() {
  while (Fill()) {
  }
  return std::exchange(buffer_, {});
}

}  // namespace cq::http
