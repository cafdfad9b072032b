// One HTTP request as the handlers see it. Knows nothing of sockets.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cq::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

std::string_view MethodName(Method method);

// Owned by its connection; handlers borrow it until they return. Not synchronised: the connection
// does not touch it while a handler runs.
struct Request {
  Method method = Method::kOther;
  std::string method_text;  // as received
  std::string target;       // origin-form as received: path and query, still percent-encoded
  std::string path;         // percent-decoded; bytes that are no UTF-8 became U+FFFD
  std::string query;        // after the first '?', still encoded; empty when absent
  std::vector<std::pair<std::string, std::string>> headers;  // names as received
  std::string body;
  std::string id;              // X-Request-ID of the answer and of the log line
  std::string client_address;  // peer, or what a trusted proxy says it is
  std::string scheme;          // "http" or "https", by TLS or a trusted proxy
  bool was_postponed = false;  // this is the second time that it is handled (Response::postponed)
  // Values of the route's {parameters} in their order; views into `path`.
  std::vector<std::string_view> parameters;

  // Value of the first header called `name` (case-insensitive), or nullopt.
  std::optional<std::string_view> Header(std::string_view name) const;
};

// Pairs of a query string as Python's parse_qsl(keep_blank_values=True) reads them: '&' separates,
// '+' is a space, percent-decoded, invalid UTF-8 replaced by U+FFFD.
std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query);

}  // namespace cq::http
