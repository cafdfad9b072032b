// Bytes as a client sends them: read whole and in pieces, routed. How they arrive does not change
// what they mean.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/fuzz_target.h"
#include "http/request.h"
#include "http/request_parser.h"
#include "http/router.h"

using cq::fuzz::Require;
using cq::http::ParserLimits;
using cq::http::Request;
using cq::http::RequestParser;
using Progress = cq::http::RequestParser::Progress;

namespace {

constexpr ParserLimits kLimits{.header_bytes = 2048, .body_bytes = 512};

struct Reading {
  Request request;
  Progress progress = Progress::kNeedMore;
  int refused_with = 0;
  std::size_t consumed = 0;
  bool keep_alive = false;
};

Reading Read(std::string_view wire, std::size_t piece) {
  Reading reading;
  RequestParser parser(reading.request, kLimits);
  std::size_t received = 0;
  while (reading.progress != Progress::kComplete && reading.progress != Progress::kFailed) {
    const auto step = parser.Feed(wire.substr(reading.consumed, received - reading.consumed));
    Require(step.consumed <= received - reading.consumed);
    reading.progress = step.progress;
    reading.consumed += step.consumed;
    if (step.progress != Progress::kNeedMore) continue;
    if (received == wire.size()) break;
    received = std::min(received + piece, wire.size());
  }
  if (reading.progress == Progress::kFailed) reading.refused_with = parser.refusal().status;
  reading.keep_alive = parser.header_done() && parser.wants_keep_alive();
  return reading;
}

const cq::http::Router& ExampleRouter() {
  static const auto* const router = [] {
    auto* made = new cq::http::Router;
    const auto answer = [](const Request&) { return cq::http::Response{}; };
    made->Add(cq::http::Method::kGet, "/a", answer);
    made->Add(cq::http::Method::kPost, "/a/{id}/b", answer);
    made->Add(cq::http::Method::kGet, "/a/{id}", answer);
    return made;
  }();
  return *router;
}

void CheckRead(const Reading& reading) {
  const Request& request = reading.request;
  Require(request.body.size() <= kLimits.body_bytes);
  static_cast<void>(cq::http::ParseQuery(request.query));
  for (const auto& [name, value] : request.headers) {
    Require(!name.empty());
    Require(value.find_first_of("\r\n", 0) == std::string_view::npos);
    Require(value.find('\0') == std::string_view::npos);
  }
  const auto match = ExampleRouter().Match(request.method, request.path);
  if (match.kind == cq::http::RouteMatch::Kind::kFound) Require(match.route != nullptr);
}

}  // namespace

// The first byte is the size of the pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 64;
  const std::string_view wire(reinterpret_cast<const char*>(data + 1), size - 1);
  const Reading whole = Read(wire, std::max<std::size_t>(1, wire.size()));
  const Reading split = Read(wire, piece);
  for (const Reading* reading : {&whole, &split}) {
    if (reading->progress != Progress::kFailed) continue;
    Require(reading->refused_with >= 400 && reading->refused_with < 600);
  }
  // What will be refused may be refused sooner or later; what is complete is so in both.
  Require((whole.progress == Progress::kComplete) == (split.progress == Progress::kComplete));
  if (whole.progress != Progress::kComplete) return 0;
  Require(whole.consumed == split.consumed && whole.consumed <= wire.size());
  Require(whole.keep_alive == split.keep_alive);
  Require(whole.request.target == split.request.target);
  Require(whole.request.path == split.request.path);
  Require(whole.request.headers == split.request.headers);
  Require(whole.request.body == split.request.body);
  CheckRead(whole);
  return 0;
}
