#include "http/tls_context.h"

#include <openssl/err.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cq::http {
namespace {

[[noreturn]] void Throw(const std::string& what) {
  std::array<char, 256> text{};
  const unsigned long code = ERR_get_error();
  ERR_error_string_n(code, text.data(), text.size());
  ERR_clear_error();
  throw std::runtime_error(code == 0 ? what : what + ": " + text.data());
}

// HTTP/1.1 is the only protocol to agree on; a client that asks for others only gets no ALPN at
// all.
int SelectProtocol(SSL* /*ssl*/, const unsigned char** selected, unsigned char* selected_size,
                   const unsigned char* offered, unsigned int offered_size, void* /*unused*/) {
  static constexpr std::string_view kHttp11 = "\x08http/1.1";
  unsigned char* match = nullptr;
  const int result = SSL_select_next_proto(
      &match, selected_size, reinterpret_cast<const unsigned char*>(kHttp11.data()),
      static_cast<unsigned>(kHttp11.size()), offered, offered_size);
  *selected = match;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// An encrypted key file is an error, not a prompt on the terminal.
int RefusePassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*unused*/) {
  return 0;
}

}  // namespace

SslContext MakeServerTlsContext(const TlsOptions& options) {
  SslContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) Throw("cannot create a TLS context");
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_default_passwd_cb(raw, RefusePassphrase);
  SSL_CTX_set_alpn_select_cb(raw, SelectProtocol, nullptr);
  if (SSL_CTX_use_certificate_chain_file(raw, options.certificate_file.c_str()) != 1) {
    Throw("cannot use TLS certificate file '" + options.certificate_file + "'");
  }
  if (SSL_CTX_use_PrivateKey_file(raw, options.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    Throw("cannot use TLS key file '" + options.key_file + "'");
  }
  if (SSL_CTX_check_private_key(raw) != 1) {
    Throw("TLS key file '" + options.key_file + "' does not belong to certificate file '" +
          options.certificate_file + "'");
  }
  return context;
}

}  // namespace cq::http
