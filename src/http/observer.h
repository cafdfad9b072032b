// What the edge tells logs and metrics. Implementations are thread-safe and never block.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

namespace cq::http {

// Views are valid during the call only.
struct RequestRecord {
  const Route* route = nullptr;  // nullptr: no route matched, or the request never got that far
  std::string_view method;
  int status = 0;
  std::chrono::nanoseconds duration{};    // first byte read to answer handed to the socket
  std::chrono::nanoseconds queue_time{};  // waiting for a worker; zero for inline answers
  std::size_t response_bytes = 0;
  std::string_view request_id;
  std::string_view client_address;
  std::string_view user;
  std::string_view refusal;  // Response::refusal
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void OnRequest(const RequestRecord& record) = 0;
  // An exception left a handler; the client got a 500 with this request id.
  virtual void OnHandlerFailure(std::string_view request_id, std::string_view what) = 0;
  // Why the edge refused or dropped something: "header_timeout", "queue_full", "malformed", ...
  virtual void OnRefusal(std::string_view reason) = 0;
};

}  // namespace cq::http
