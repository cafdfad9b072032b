// Fetching one document over HTTP.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <tl/expected.hpp>

namespace cq::oidc {

struct FetchLimits {
  std::chrono::milliseconds time{5000};       // in all, from the look-up of the name
  std::size_t bytes = std::size_t{1} << 20U;  // of the body
};

struct HttpAnswer {
  int status = 0;
  std::string content_type;
  std::string cache_control;  // several headers are joined by commas
  std::string body;
};

struct FetchFailure {
  enum class Kind {
    kForbiddenUrl,
    kConnection,
    kTls,
    kTimeout,
    kTooLarge,
    kAborted,
  };
  Kind kind = Kind::kConnection;
  std::string text;  // for operators, without the URL
};

class HttpFetcher {
 public:
  virtual ~HttpFetcher() = default;

  // GET without following redirects: any status is an answer. Blocks for at most `limits.time`.
  // Used by one thread at a time.
  virtual tl::expected<HttpAnswer, FetchFailure> Fetch(const std::string& url,
                                                       const FetchLimits& limits) = 0;

  // From any thread: ends the fetch that is under way, and every later one at once.
  virtual void Abort() = 0;
};

}  // namespace cq::oidc
