// One HTTP answer. The connection adds Content-Length, Date, X-Request-ID and the security headers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cq::http {

struct Response {
  int status = 200;
  std::string content_type = "application/json";  // empty: no Content-Type
  std::string body;
  // Sent instead of `body` when not empty. The bytes outlive the server and are not copied here.
  std::string_view static_body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside the ones the connection adds
  std::string user;  // whom the request was authenticated as; for the access log only, never sent

  std::string_view Body() const { return static_body.empty() ? body : static_body; }
};

}  // namespace cq::http
