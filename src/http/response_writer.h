// Serialises answers: status line, default and security headers, body.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/response.h"

namespace cq::http {

enum class BodyMode { kSend, kOmit };  // kOmit: the answer to HEAD

enum class Persistence {
  kImplicit,   // HTTP/1.1 stays open
  kKeepAlive,  // said aloud, for HTTP/1.0
  kClose,
};

enum class TransportSecurity { kNone, kTls };

// What the connection knows about an answer. Views are read during the call only.
struct ResponseFrame {
  std::string_view request_id{};
  std::string_view date{};  // IMF-fixdate
  BodyMode body_mode = BodyMode::kSend;
  Persistence persistence = Persistence::kImplicit;
  TransportSecurity security = TransportSecurity::kNone;
};

// Appends the answer to `out`. A header of the response replaces the default of the same name;
// one with a control character in it is left out (header injection).
void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out);

// {"detail":"..."}; `detail` must need no JSON escape.
Response DetailResponse(int status, std::string_view detail);

// 503 that asks the client to come back in a second.
Response BusyResponse();

}  // namespace cq::http
