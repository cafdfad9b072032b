// TLS with a certificate made on the spot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "http/server.h"
#include "unit/http/loopback_client.h"
#include "unit/http/server_fixture.h"

namespace cq::http {
namespace {

using testing::HasSubstr;

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freer<SSL_free>>;
using File = std::unique_ptr<std::FILE, Freer<std::fclose>>;

class ServerTlsTest : public ServerFixture {
 protected:
  ServerTlsTest() {
    std::filesystem::create_directories(folder_);
    WriteKeyPair(certificate_file_, key_file_);
    options_.listen.tls = true;
    options_.tls = {.certificate_file = certificate_file_, .key_file = key_file_};
  }

  ~ServerTlsTest() override { std::filesystem::remove_all(folder_); }

  static void WriteKeyPair(const std::string& certificate_file, const std::string& key_file) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    PEM_write_X509(File(std::fopen(certificate_file.c_str(), "w")).get(), certificate.get());
    PEM_write_PrivateKey(File(std::fopen(key_file.c_str(), "w")).get(), key.get(), nullptr, nullptr,
                         0, nullptr, nullptr);
  }

  // nullptr when the handshake fails.
  static Session Handshake(const LoopbackClient& client, int newest_version) {
    const Context context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), newest_version);
    Session session(SSL_new(context.get()));
    SSL_set_fd(session.get(), client.socket());
    if (SSL_connect(session.get()) != 1) return nullptr;
    return session;
  }

  static std::string Exchange(SSL& session, const std::string& request, std::string_view until) {
    SSL_write(&session, request.data(), static_cast<int>(request.size()));
    std::string answer;
    std::array<char, 65536> chunk{};
    while (
        answer.find(until, answer.size() - std::min(answer.size(), chunk.size() + until.size())) ==
        std::string::npos) {
      const int size = SSL_read(&session, chunk.data(), static_cast<int>(chunk.size()));
      if (size <= 0) break;
      answer.append(chunk.data(), static_cast<std::size_t>(size));
    }
    return answer;
  }

  const std::string folder_ = testing::TempDir() + "/cq_tls_" +
                              testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::string certificate_file_ = folder_ + "/certificate.pem";
  const std::string key_file_ = folder_ + "/key.pem";
};

TEST_F(ServerTlsTest, ServesTls12And13) {
  Start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    LoopbackClient client = Connect();
    const Session session = Handshake(client, version);
    ASSERT_NE(session, nullptr);
    EXPECT_THAT(Exchange(*session, Get("/whoami"), " https"),
                HasSubstr("Strict-Transport-Security: "));
    EXPECT_THAT(Exchange(*session, Get("/inline/"), "Location"), HasSubstr("https://test/inline"));
  }
}

TEST_F(ServerTlsTest, RefusesOlderVersions) {
  Start();
  LoopbackClient client = Connect();
  EXPECT_EQ(Handshake(client, TLS1_1_VERSION), nullptr);
}

TEST_F(ServerTlsTest, CarriesLargeBodiesBothWays) {
  Start();
  LoopbackClient client = Connect();
  const Session session = Handshake(client, TLS1_3_VERSION);
  ASSERT_NE(session, nullptr);
  const std::string body = std::string(900'000, 'x') + "end-of-body";
  EXPECT_THAT(Exchange(*session, Post("/echo", body), "end-of-body").size(), testing::Gt(900'000));
}

TEST_F(ServerTlsTest, CarriesLargeStaticBodies) {
  const std::string body = std::string(20'000'000, 'x') + "end-of-body";
  router_.AddInline(Method::kGet, "/static", [&body](const Request&) {
    Response response;
    response.static_body = body;
    return response;
  });
  Start();
  LoopbackClient client = Connect();
  const Session session = Handshake(client, TLS1_3_VERSION);
  ASSERT_NE(session, nullptr);
  EXPECT_TRUE(Exchange(*session, Get("/static"), "end-of-body").ends_with("\r\n\r\n" + body));
  EXPECT_THAT(Exchange(*session, Get("/inline"), "\r\n\r\ninline"), HasSubstr("200 OK"));
  server_.reset();
}

TEST_F(ServerTlsTest, ClosesPlainTextAndStalledHandshakes) {
  options_.deadlines.header = std::chrono::milliseconds(50);
  Start();
  LoopbackClient plain = Connect();
  plain.Send(Get("/inline"));
  EXPECT_THAT(plain.ReadToEnd(), testing::Not(HasSubstr("HTTP/1.1 200")));
  LoopbackClient stalled = Connect();
  EXPECT_EQ(stalled.ReadToEnd(), "");
  EXPECT_THAT(observer_.refusals(), testing::ElementsAre("tls_handshake", "handshake_timeout"));
}

TEST_F(ServerTlsTest, NamesTheFileItCannotUse) {
  const std::string other_key = folder_ + "/other-key.pem";
  WriteKeyPair(folder_ + "/other.pem", other_key);
  const std::vector<TlsOptions> cases = {
      {.certificate_file = folder_ + "/missing.pem", .key_file = key_file_},
      {.certificate_file = certificate_file_, .key_file = folder_ + "/missing.pem"},
      {.certificate_file = key_file_, .key_file = key_file_},
      {.certificate_file = certificate_file_, .key_file = other_key},
  };
  const std::vector<std::string> named = {"missing.pem", "missing.pem", "key.pem", "other-key.pem"};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    options_.tls = cases[i];
    try {
      Start();
      ADD_FAILURE() << "started with case " << i;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(named[i]));
    }
  }
}

}  // namespace
}  // namespace cq::http
