// One HTTP answer. The connection adds Content-Length, Date, X-Request-ID and the security headers.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cq::http {

struct Response {
  int status = 200;
  std::string content_type = "application/json";  // empty: no Content-Type
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside the ones the connection adds
  std::string user;  // whom the request was authenticated as; for the access log only, never sent
};

}  // namespace cq::http
