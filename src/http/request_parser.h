// Incremental, strict HTTP/1.x request parser (RFC 9112) that fills a Request in place.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <string_view>

#include "http/request.h"

namespace cq::http {

// Why a request is refused: the status and `detail` of the answer. Texts are static.
struct Refusal {
  int status = 400;
  std::string_view detail;
  std::string_view reason;  // what Observer::OnRefusal hears
};

struct ParserLimits {
  std::size_t header_bytes;
  std::size_t body_bytes;
};

// Serves one request. After kFailed, or kComplete, it must not be fed any more.
class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  enum class Progress {
    kNeedMore,
    kHeaderDone,  // reported once; the body, if any, is still to be fed
    kComplete,
    kFailed,  // see refusal()
  };

  struct Step {
    Progress progress;
    std::size_t consumed;  // bytes of the input that need not be shown again
  };

  // Fills `request`, which must be empty and outlive the parser.
  RequestParser(Request& request, ParserLimits limits);

  // Parses what begins with the bytes that the last step did not consume.
  Step Feed(std::string_view input);

  const Refusal& refusal() const { return refusal_; }
  bool header_done() const { return header_done_; }

  // Valid once the header is done:
  bool wants_keep_alive() const { return keep_alive_; }
  bool is_http_1_0() const { return minor_version_ == 0; }
  bool expects_continue() const { return expects_continue_; }
  bool expects_body() const { return !is_done(); }

 private:
  using Beast = boost::beast::http::basic_parser<true>;
  using ErrorCode = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb method, Text method_text, Text target, int version,
                       ErrorCode& error) override;
  void on_response_impl(int status, Text reason, int version, ErrorCode& error) override;
  void on_field_impl(boost::beast::http::field field, Text name, Text value,
                     ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override;
  std::size_t on_body_impl(Text bytes, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, Text bytes, ErrorCode& error) override;
  void on_finish_impl(ErrorCode& error) override;

  Step FeedHeader(std::string_view input);
  Step FeedBody(std::string_view input);
  Step Fail(const Refusal& refusal);
  void Refuse(const Refusal& refusal, ErrorCode& error);
  bool SetTarget(std::string_view target);
  void CheckTransferEncoding(std::string_view value, ErrorCode& error);
  bool FollowedBySpace(std::string_view value) const;

  Request& request_;
  ParserLimits limits_;
  Refusal refusal_;
  std::string_view input_;          // while its header is being parsed
  std::size_t header_size_ = 0;     // bytes consumed until the end of the header
  std::size_t extension_size_ = 0;  // bytes of chunk extensions so far
  int minor_version_ = 1;
  unsigned host_fields_ = 0;
  unsigned length_fields_ = 0;
  bool has_transfer_encoding_ = false;
  bool expects_continue_ = false;
  bool keep_alive_ = false;
  bool header_done_ = false;
  bool body_begun_ = false;
};

}  // namespace cq::http
