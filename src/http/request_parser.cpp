#include "http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <functional>

#include "http/ascii.h"
#include "http/url_text.h"

namespace cq::http {
namespace {

namespace beast_http = boost::beast::http;

// Each field costs more memory than its bytes.
constexpr std::size_t kMaxFields = 128;

constexpr Refusal kMalformed{400, "Malformed request", "malformed"};
constexpr Refusal kBadTarget{400, "Malformed request target", "malformed"};
constexpr Refusal kBadVersion{400, "Unsupported HTTP version", "malformed"};
constexpr Refusal kBadHost{400, "Exactly one Host header is required", "malformed"};
constexpr Refusal kBadLength{400, "Malformed Content-Length", "malformed"};
constexpr Refusal kBadTransferEncoding{400, "Malformed Transfer-Encoding", "malformed"};
constexpr Refusal kUnknownCoding{501, "Unsupported transfer coding", "transfer_coding"};
constexpr Refusal kFoldedField{400, "Folded header field", "malformed"};
constexpr Refusal kBadChunk{400, "Malformed chunked body", "malformed"};
constexpr Refusal kHeaderTooLarge{431, "Request header too large", "header_too_large"};
constexpr Refusal kBodyTooLarge{413, "Request body too large", "body_too_large"};
constexpr Refusal kUnknownExpectation{417, "Unsupported expectation", "expectation"};

std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

Method ToMethod(beast_http::verb verb, std::string_view text) {
  if (verb == beast_http::verb::get) return Method::kGet;
  if (verb == beast_http::verb::post) return Method::kPost;
  if (verb == beast_http::verb::head) return Method::kHead;
  if (text == "PUT") return Method::kPut;
  if (text == "PATCH") return Method::kPatch;
  if (text == "DELETE") return Method::kDelete;
  if (text == "OPTIONS") return Method::kOptions;
  return Method::kOther;
}

// A line that begins with white space continues the one before (RFC 9112 5.2).
bool HasFoldedLine(std::string_view lines) {
  for (std::size_t end = lines.find('\n'); end != std::string_view::npos;
       end = lines.find('\n', end + 1)) {
    if (end + 1 < lines.size() && (lines[end + 1] == ' ' || lines[end + 1] == '\t')) return true;
  }
  return false;
}

bool IsLength(std::string_view value) {
  return !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsTokenCharacter(char c) {
  const char lower = AsciiLower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// For every value but "chunked" alone, the one coding that is supported.
const Refusal& TransferEncodingRefusal(std::string_view value) {
  while (true) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view coding = TrimOptionalSpace(value.substr(0, comma));
    if (coding.empty() || !std::ranges::all_of(coding, IsTokenCharacter)) {
      return kBadTransferEncoding;
    }
    if (comma == value.size()) return kUnknownCoding;
    if (EqualsIgnoringCase(coding, "chunked")) return kBadTransferEncoding;  // must come last
    value.remove_prefix(comma + 1);
  }
}

const Refusal& RefusalOf(const boost::beast::error_code& error) {
  if (error == beast_http::error::header_limit) return kHeaderTooLarge;
  if (error == beast_http::error::body_limit) return kBodyTooLarge;
  if (error == beast_http::error::bad_target) return kBadTarget;
  if (error == beast_http::error::bad_version) return kBadVersion;
  if (error == beast_http::error::bad_content_length ||
      error == beast_http::error::multiple_content_length) {
    return kBadLength;
  }
  if (error == beast_http::error::bad_transfer_encoding) return kBadTransferEncoding;
  if (error == beast_http::error::bad_chunk || error == beast_http::error::bad_chunk_extension) {
    return kBadChunk;
  }
  return kMalformed;
}

}  // namespace

RequestParser::RequestParser(Request& request, ParserLimits limits)
    : request_(request), limits_(limits) {
  header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  body_limit(limits.body_bytes);
}

RequestParser::Step RequestParser::Feed(std::string_view input) {
  return header_done_ ? FeedBody(input) : FeedHeader(input);
}

RequestParser::Step RequestParser::FeedHeader(std::string_view input) {
  ErrorCode error;
  input_ = input;
  const std::size_t consumed = put({input.data(), input.size()}, error);
  header_size_ += consumed;
  if (HasFoldedLine(input.substr(0, consumed))) return Fail(kFoldedField);
  const bool waiting = error == beast_http::error::need_more;
  if (error && !waiting) return Fail(refusal_.detail.empty() ? RefusalOf(error) : refusal_);
  if (waiting && !is_header_done()) {
    const bool too_large = header_size_ + (input.size() - consumed) > limits_.header_bytes;
    return too_large ? Fail(kHeaderTooLarge) : Step{Progress::kNeedMore, consumed};
  }
  if (header_size_ > limits_.header_bytes) return Fail(kHeaderTooLarge);
  header_done_ = true;
  keep_alive_ = keep_alive();
  eager(true);
  return {Progress::kHeaderDone, consumed};
}

RequestParser::Step RequestParser::FeedBody(std::string_view input) {
  if (is_done()) return {Progress::kComplete, 0};
  // Beast asserts that it sees the shortest chunked body, "0\r\n\r\n", in one piece.
  constexpr std::size_t kShortestChunkedBody = 5;
  if (chunked() && !body_begun_ && input.size() < kShortestChunkedBody) {
    return {Progress::kNeedMore, 0};
  }
  ErrorCode error;
  const std::size_t consumed = put({input.data(), input.size()}, error);
  body_begun_ = body_begun_ || consumed > 0;
  if (is_done() && !error) return {Progress::kComplete, consumed};
  if (error && error != beast_http::error::need_more) {
    return Fail(refusal_.detail.empty() ? RefusalOf(error) : refusal_);
  }
  // What stays unconsumed is a chunk header or the trailer section, as yet without its end.
  if (input.size() - consumed > limits_.header_bytes) return Fail(kHeaderTooLarge);
  return {Progress::kNeedMore, consumed};
}

RequestParser::Step RequestParser::Fail(const Refusal& refusal) {
  refusal_ = refusal;
  return {Progress::kFailed, 0};
}

void RequestParser::Refuse(const Refusal& refusal, ErrorCode& error) {
  refusal_ = refusal;
  error = beast_http::error::bad_value;
}

bool RequestParser::SetTarget(std::string_view target) {
  const bool visible_ascii =
      std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F; });
  if (!visible_ascii) return false;
  target = target.substr(0, target.find('#'));
  const std::size_t scheme_end = target.find("://");
  std::string_view origin_form = target;
  if (scheme_end != std::string_view::npos && !target.starts_with('/')) {
    const std::string_view scheme = target.substr(0, scheme_end);
    if (!EqualsIgnoringCase(scheme, "http") && !EqualsIgnoringCase(scheme, "https")) return false;
    const std::string_view rest = target.substr(scheme_end + 3);
    const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
    if (!IsValidAuthority(rest.substr(0, authority_end))) return false;
    origin_form = rest.substr(authority_end);
  } else if (!target.starts_with('/') && target != "*") {
    return false;
  }
  if (origin_form.empty() || origin_form.front() == '?') request_.target = '/';
  request_.target += origin_form;
  const std::string_view whole = request_.target;
  const std::size_t path_end = std::min(whole.find('?'), whole.size());
  const std::string_view path = whole.substr(0, path_end);
  if (path.find('%') == std::string_view::npos) {
    request_.path = path;
  } else {
    request_.path = DecodeText(path);
  }
  request_.query = whole.substr(std::min(path_end + 1, whole.size()));
  return true;
}

void RequestParser::on_request_impl(beast_http::verb method, Text method_text, Text target,
                                    int version, ErrorCode& error) {
  request_.method_text = View(method_text);
  request_.method = ToMethod(method, request_.method_text);
  minor_version_ = version % 10;
  if (!SetTarget(View(target))) Refuse(kBadTarget, error);
}

void RequestParser::on_response_impl(int /*status*/, Text /*reason*/, int /*version*/,
                                     ErrorCode& /*error*/) {}

void RequestParser::CheckTransferEncoding(std::string_view value, ErrorCode& error) {
  // RFC 9112 6.1: others may read a repeated field, or one of HTTP/1.0, as another framing.
  if (has_transfer_encoding_ || minor_version_ == 0) return Refuse(kBadTransferEncoding, error);
  has_transfer_encoding_ = true;
  if (!EqualsIgnoringCase(value, "chunked")) Refuse(TransferEncodingRefusal(value), error);
}

bool RequestParser::FollowedBySpace(std::string_view value) const {
  const std::less<> before;
  const char* const next = value.data() + value.size();
  const bool in_input = !before(next, input_.data()) && before(next, input_.data() + input_.size());
  return in_input && *next == ' ';
}

void RequestParser::on_field_impl(beast_http::field field, Text name, Text value,
                                  ErrorCode& error) {
  // Trailer fields (RFC 9110 6.5.1) may not change what the header said; nothing here needs them.
  if (header_done_) return;
  if (request_.headers.size() == kMaxFields) return Refuse(kHeaderTooLarge, error);
  const std::string_view text = View(value);
  if (field == beast_http::field::host) {
    ++host_fields_;
  } else if (field == beast_http::field::content_length) {
    if (++length_fields_ > 1 || !IsLength(text)) return Refuse(kBadLength, error);
  } else if (field == beast_http::field::transfer_encoding) {
    CheckTransferEncoding(text, error);
    if (error) return;
  } else if (field == beast_http::field::expect && minor_version_ > 0) {
    if (!EqualsIgnoringCase(text, "100-continue")) return Refuse(kUnknownExpectation, error);
    expects_continue_ = true;
  }
  request_.headers.emplace_back(View(name), text);
  // An empty credential is told from none: "Bearer " keeps its space.
  if (field == beast_http::field::authorization && FollowedBySpace(text)) {
    request_.headers.back().second += ' ';
  }
}

void RequestParser::on_header_impl(ErrorCode& error) {
  if (host_fields_ > 1 || (host_fields_ == 0 && minor_version_ > 0)) Refuse(kBadHost, error);
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                                      ErrorCode& /*error*/) {}

std::size_t RequestParser::on_body_impl(Text bytes, ErrorCode& /*error*/) {
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t /*size*/, Text extensions,
                                         ErrorCode& error) {
  extension_size_ += extensions.size();
  if (extension_size_ > limits_.header_bytes) Refuse(kHeaderTooLarge, error);
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t /*remaining*/, Text bytes,
                                              ErrorCode& /*error*/) {
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_finish_impl(ErrorCode& /*error*/) {}

}  // namespace cq::http
