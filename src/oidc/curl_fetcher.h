// Fetches with libcurl: certificates verified, no redirects, no cookies, no credentials.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "oidc/http_fetcher.h"
#include "oidc/options.h"

namespace cq::oidc {

struct CurlOptions {
  std::string ca_file;  // trusted beside the system's certificates; empty: those alone
  PlainHttp plain_http = PlainHttp::kLoopbackOnly;
  std::string user_agent;  // "cq-server/1.2.3"
};

// HTTPS_PROXY, HTTP_PROXY (in lower case) and NO_PROXY of the environment are honoured, except for
// loopback hosts, which are this host's whatever a proxy thinks.
class CurlFetcher final : public HttpFetcher {
 public:
  // Throws std::runtime_error when libcurl cannot be set up.
  explicit CurlFetcher(CurlOptions options);

  tl::expected<HttpAnswer, FetchFailure> Fetch(const std::string& url,
                                               const FetchLimits& limits) override;
  void Abort() override;

 private:
  struct CloseMulti {
    void operator()(void* multi) const;
  };

  const CurlOptions options_;
  const std::unique_ptr<void, CloseMulti> multi_;
  std::atomic<bool> aborted_{false};
};

}  // namespace cq::oidc
