#include "http/transport.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <new>

namespace cq::http {
namespace {

int ClampToInt(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

bool WouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Transport::Transport(int socket, SSL_CTX* tls) : socket_(socket) {
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls));
  if (!ssl_ || SSL_set_fd(ssl_.get(), socket) != 1) throw std::bad_alloc();
  SSL_set_accept_state(ssl_.get());
}

IoResult Transport::Handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  established_ = result == 1;
  return established_ ? IoResult{IoStatus::kDone} : TlsResult(result);
}

IoResult Transport::Read(std::span<char> buffer) {
  if (is_tls()) {
    ERR_clear_error();
    const int result = SSL_read(ssl_.get(), buffer.data(), ClampToInt(buffer.size()));
    return TlsResult(result);
  }
  while (true) {
    const ssize_t result = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (result > 0) return {IoStatus::kDone, static_cast<std::size_t>(result)};
    if (result == 0) return {IoStatus::kEnd};
    if (WouldBlock(errno)) return {IoStatus::kWantRead};
    if (errno != EINTR) return {IoStatus::kFailed};
  }
}

IoResult Transport::WriteAll(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    const IoResult written = Write(bytes.substr(taken));
    if (written.status != IoStatus::kDone) {
      return {written.status == IoStatus::kEnd ? IoStatus::kFailed : written.status, taken};
    }
    taken += written.bytes;
  }
  return {IoStatus::kDone, taken};
}

IoResult Transport::Write(std::string_view bytes) {
  if (is_tls()) {
    ERR_clear_error();
    return TlsResult(SSL_write(ssl_.get(), bytes.data(), ClampToInt(bytes.size())));
  }
  while (true) {
    const ssize_t result = send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (result >= 0) return {IoStatus::kDone, static_cast<std::size_t>(result)};
    if (WouldBlock(errno)) return {IoStatus::kWantWrite};
    if (errno != EINTR) return {IoStatus::kFailed};
  }
}

void Transport::CloseSending() {
  if (established_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  shutdown(socket_, SHUT_WR);
}

IoResult Transport::TlsResult(int result) const {
  if (result > 0) return {IoStatus::kDone, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {IoStatus::kWantRead};
    case SSL_ERROR_WANT_WRITE:
      return {IoStatus::kWantWrite};
    case SSL_ERROR_ZERO_RETURN:
      return {IoStatus::kEnd};
    default:
      return {IoStatus::kFailed};
  }
}

}  // namespace cq::http
