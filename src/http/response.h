// One HTTP answer. The connection adds Content-Length, Date, X-Request-ID and the security headers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cq::http {

// Calls its argument exactly once, from any thread and perhaps at once: the time has come. Whoever
// postpones a request calls it before the server is destroyed.
using Postponement = std::function<void(std::function<void()> resume)>;

struct Response {
  int status = 200;
  std::string content_type = "application/json";  // empty: no Content-Type
  std::string body;
  // Sent instead of `body` when not empty. The bytes outlive the server and are not copied here.
  std::string_view static_body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside the ones the connection adds
  std::string user;  // whom the request was authenticated as; for the access log only, never sent
  std::string_view refusal;  // static text, why a credential was refused; for the access log only
  // Set: this is no answer. The request holds no thread until the postponement resumes it, and is
  // then handled once more, which must end in an answer. Only what runs on a worker may postpone.
  Postponement postponed;

  std::string_view Body() const { return static_body.empty() ? body : static_body; }
};

}  // namespace cq::http
