// Calls a router's handlers as the HTTP edge does, without sockets.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

namespace cq::api::testing {

struct Call {
  http::Method method = http::Method::kGet;
  std::string target{};  // nothing percent-encoded in its path
  std::string authorization{};
  std::string body{};
  std::string content_type = "application/json";
};

// The inline handler first, then the blocking one. Throws when no route matches.
inline http::Response Answer(const http::Router& router, const Call& call) {
  http::Request request;
  request.method = call.method;
  request.target = call.target;
  const std::size_t question_mark = call.target.find('?');
  request.path = call.target.substr(0, question_mark);
  if (question_mark != std::string::npos) request.query = call.target.substr(question_mark + 1);
  request.body = call.body;
  if (!call.authorization.empty()) {
    request.headers.emplace_back("Authorization", call.authorization);
  }
  if (!call.content_type.empty()) request.headers.emplace_back("Content-Type", call.content_type);
  http::RouteMatch match = router.Match(request.method, request.path);
  if (match.kind != http::RouteMatch::Kind::kFound) {
    throw std::logic_error("no route for " + call.target);
  }
  request.parameters = match.parameters;
  if (match.route->inline_handler) {
    if (auto response = match.route->inline_handler(request)) return *response;
  }
  if (!match.route->handler) throw std::logic_error("nobody answers " + call.target);
  return match.route->handler(request);
}

}  // namespace cq::api::testing
