// Non-blocking byte stream over a connected socket, plain or TLS.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace cq::http {

enum class IoStatus {
  kDone,
  kWantRead,   // call again once the socket is readable
  kWantWrite,  // call again once it is writable
  kEnd,        // the peer sends no more
  kFailed,
};

struct IoResult {
  IoStatus status;
  std::size_t bytes = 0;
};

// Borrows the socket, which must be non-blocking and outlive it. Not thread-safe.
class Transport {
 public:
  // Plain when `tls` is nullptr.
  Transport(int socket, SSL_CTX* tls);

  bool is_tls() const { return ssl_ != nullptr; }

  // To be called, until it is done, before anything is read or written over TLS.
  IoResult Handshake();

  // Over TLS, a buffer of at least 16 KiB takes the whole record, so that the socket is readable
  // whenever more is there.
  IoResult Read(std::span<char> buffer);

  // Writes until all is taken or the socket takes no more; `bytes` says how much it took. The
  // status is kDone, kWantRead or kWantWrite, or kFailed.
  IoResult WriteAll(std::string_view bytes);

  // Tells the peer that nothing follows.
  void CloseSending();

 private:
  struct SslDeleter {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  IoResult Write(std::string_view bytes);
  IoResult TlsResult(int result) const;

  int socket_;
  std::unique_ptr<SSL, SslDeleter> ssl_;
  bool established_ = false;  // SSL_shutdown is allowed
};

}  // namespace cq::http
