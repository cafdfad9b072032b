#include "http/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "http/ascii.h"

namespace cq::http {
namespace {

struct HeaderLine {
  std::string_view name;
  std::string_view value;
};

constexpr std::array<HeaderLine, 5> kDefaults{{
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
}};

// kDefaults in one piece, for the many answers that override none of them.
constexpr std::string_view kDefaultBlock =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Frame-Options: DENY\r\n"
    "Cache-Control: no-store\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

constexpr HeaderLine kStrictTransport{"Strict-Transport-Security", "max-age=31536000"};

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "";
  }
}

bool HasControl(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool IsSendable(const std::pair<std::string, std::string>& header) {
  return !header.first.empty() && !HasControl(header.first) && !HasControl(header.second);
}

bool Overrides(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [name](const auto& header) {
    return EqualsIgnoringCase(header.first, name) && IsSendable(header);
  });
}

void AppendNumber(std::size_t value, std::string& out) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void AppendLine(std::string_view name, std::string_view value, std::string& out) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void AppendOwnHeaders(const Response& response, std::string& out) {
  for (const HeaderLine& line : kDefaults) {
    if (!Overrides(response, line.name)) AppendLine(line.name, line.value, out);
  }
  for (const auto& header : response.headers) {
    if (IsSendable(header)) AppendLine(header.first, header.second, out);
  }
}

}  // namespace

void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out) {
  out.append("HTTP/1.1 ");
  AppendNumber(static_cast<std::size_t>(response.status), out);
  out.append(" ").append(ReasonPhrase(response.status)).append("\r\n");
  if (!response.content_type.empty() && !Overrides(response, "Content-Type")) {
    AppendLine("Content-Type", response.content_type, out);
  }
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) {
    out.append("Content-Length: ");
    AppendNumber(response.Body().size(), out);
    out.append("\r\n");
  }
  AppendLine("Date", frame.date, out);
  AppendLine("X-Request-ID", frame.request_id, out);
  if (frame.persistence == Persistence::kClose) out.append("Connection: close\r\n");
  if (frame.persistence == Persistence::kKeepAlive) out.append("Connection: keep-alive\r\n");
  if (frame.security == TransportSecurity::kTls && !Overrides(response, kStrictTransport.name)) {
    AppendLine(kStrictTransport.name, kStrictTransport.value, out);
  }
  if (response.headers.empty()) {
    out.append(kDefaultBlock);
  } else {
    AppendOwnHeaders(response, out);
  }
  out.append("\r\n");
  if (!bodiless && frame.body_mode == BodyMode::kSend) out.append(response.Body());
}

Response DetailResponse(int status, std::string_view detail) {
  Response response;
  response.status = status;
  response.body.append(R"({"detail":")").append(detail).append(R"("})");
  return response;
}

Response BusyResponse() {
  Response response = DetailResponse(503, "Server is busy");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace cq::http
