#include "unit/oidc/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

namespace cq::oidc {
namespace {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freer<SSL_free>>;
using File = std::unique_ptr<std::FILE, Freer<std::fclose>>;

// A socket, in TLS or not.
class Channel {
 public:
  Channel(int socket, const TestCertificate* certificate) : socket_(socket) {
    if (certificate == nullptr) return;
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate_file(context_.get(), certificate->certificate_file().c_str(),
                                 SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context_.get(), certificate->key_file().c_str(), SSL_FILETYPE_PEM);
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), socket);
  }

  bool Open() { return !session_ || SSL_accept(session_.get()) == 1; }

  std::string Read() {
    std::array<char, 4096> chunk{};
    const auto size = session_ ? SSL_read(session_.get(), chunk.data(), chunk.size())
                               : static_cast<int>(recv(socket_, chunk.data(), chunk.size(), 0));
    return {chunk.data(), static_cast<std::size_t>(std::max(size, 0))};
  }

  void Write(const std::string& bytes) {
    if (session_) {
      SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
      SSL_shutdown(session_.get());
      return;
    }
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto size = send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (size <= 0) return;
      sent += static_cast<std::size_t>(size);
    }
  }

 private:
  int socket_;
  Context context_;
  Session session_;
};

}  // namespace

TestCertificate::TestCertificate(std::string target, const std::string& name)
    : folder(std::move(target)) {
  std::filesystem::create_directories(folder);
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  const Extension names(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str()));
  X509_add_ext(certificate.get(), names.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  PEM_write_X509(File(std::fopen(certificate_file().c_str(), "w")).get(), certificate.get());
  PEM_write_PrivateKey(File(std::fopen(key_file().c_str(), "w")).get(), key.get(), nullptr, nullptr,
                       0, nullptr, nullptr);
}

TestCertificate::~TestCertificate() { std::filesystem::remove_all(folder); }

LoopbackServer::LoopbackServer(Answer answer, const TestCertificate* certificate)
    : answer_(std::move(answer)),
      certificate_(certificate),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on this host");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Accept(); });
}

LoopbackServer::~LoopbackServer() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

std::string LoopbackServer::Url(const std::string& path) const {
  return (certificate_ == nullptr ? "http" : "https") + std::string("://127.0.0.1:") +
         std::to_string(port_) + path;
}

std::vector<std::string> LoopbackServer::AwaitRequests(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return requests_.size() >= count; });
  return requests_;
}

std::size_t LoopbackServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

void LoopbackServer::Accept() {
  while (true) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    {
      const std::lock_guard lock(mutex_);
      ++connections_;
    }
    Serve(connection);
    close(connection);
  }
}

void LoopbackServer::Serve(int socket) {
  Channel channel(socket, certificate_);
  if (!channel.Open()) return;
  std::string head;
  while (head.find("\r\n\r\n") == std::string::npos) {
    const std::string more = channel.Read();
    if (more.empty()) return;
    head += more;
  }
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(head);
  }
  changed_.notify_all();
  if (answer_) {
    channel.Write(*answer_);
  } else {
    while (!channel.Read().empty()) {
    }
  }
}

std::string HttpText(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
         body;
}

}  // namespace cq::oidc
