// An HTTP server on this host that answers every request as a test tells it to.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace cq::oidc {

// A self-signed certificate and its key, made on the spot.
struct TestCertificate {
  // `name` as OpenSSL writes alternative names: "IP:127.0.0.1".
  TestCertificate(std::string folder, const std::string& name);
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::string certificate_file() const { return folder + "/certificate.pem"; }
  std::string key_file() const { return folder + "/key.pem"; }

  const std::string folder;
};

class LoopbackServer {
 public:
  // The bytes of the answer; nullopt: none, until the client goes.
  using Answer = std::optional<std::string>;

  // With TLS when there is a certificate, which must outlive the server.
  explicit LoopbackServer(Answer answer, const TestCertificate* certificate = nullptr);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string Url(const std::string& path) const;

  // The heads of the requests that came; waits for so many.
  std::vector<std::string> AwaitRequests(std::size_t count);
  std::size_t connections() const;

 private:
  void Accept();
  void Serve(int socket);

  const Answer answer_;
  const TestCertificate* const certificate_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> requests_;
  std::size_t connections_ = 0;
  std::thread thread_;
};

// A whole answer with this status, headers (each ending in CRLF) and body.
std::string HttpText(int status, const std::string& headers, const std::string& body);

}  // namespace cq::oidc
