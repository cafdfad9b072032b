#include "http/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <utility>

#include "http/recycle.h"
#include "http/response_writer.h"

namespace cq::http {
namespace {

using boost::asio::ip::tcp;

// Answers of pipelined requests are sent together up to this size.
constexpr std::size_t kBatchBytes = 64 * 1024;

// A static body above this is sent from where it lies. For a smaller one a copy costs less than a
// write of its own.
constexpr std::size_t kCopiedBytes = 16 * 1024;

// A refused peer may still be sending; closing at once would reset the answer away.
constexpr std::chrono::seconds kLingerTime{2};

constexpr Refusal kIncomplete{400, "Incomplete request", "incomplete"};
constexpr Refusal kHeaderTimeout{408, "Request header timeout", "header_timeout"};
constexpr Refusal kBodyTimeout{408, "Request body timeout", "body_timeout"};
constexpr Refusal kBuffersFull{503, "Server is busy", "buffers_full"};

}  // namespace

Connection::Connection(IoThread& thread, tcp::socket socket, const boost::asio::ip::address& peer)
    : thread_(thread),
      socket_(std::move(socket)),
      transport_(socket_.native_handle(), thread.shared().tls.get()),
      peer_(peer),
      peer_text_(AddressText(peer)) {}

Connection::~Connection() { Close(); }

void Connection::Start() {
  idle_since_ = Clock::now();
  if (transport_.is_tls()) {
    phase_ = Phase::kHandshake;
    thread_.deadlines().Arm(*this, idle_since_ + thread_.shared().options.deadlines.header);
    return ContinueHandshake();
  }
  ReadInput();
}

void Connection::Await(Wait what) {
  const auto condition = what == Wait::kReadable ? tcp::socket::wait_read : tcp::socket::wait_write;
  socket_.async_wait(condition, [self = shared_from_this()](const auto& error) {
    if (!error) self->OnReady();
  });
}

void Connection::AwaitSending(IoStatus status) {
  Await(status == IoStatus::kWantRead ? Wait::kReadable : Wait::kWritable);
}

void Connection::OnReady() {
  switch (phase_) {
    case Phase::kHandshake:
      return ContinueHandshake();
    case Phase::kReading:
      return HasUnsent() ? ContinueSending() : ReadInput();
    case Phase::kHandling:
      return ContinueSending();
    case Phase::kLingering:
      return DiscardInput();
    case Phase::kClosed:
      return;
  }
}

void Connection::ContinueHandshake() {
  switch (transport_.Handshake().status) {
    case IoStatus::kDone:
      phase_ = Phase::kReading;
      return ReadInput();
    case IoStatus::kWantRead:
      return Await(Wait::kReadable);
    case IoStatus::kWantWrite:
      return Await(Wait::kWritable);
    case IoStatus::kEnd:
    case IoStatus::kFailed:
      thread_.shared().observer.OnRefusal("tls_handshake");
      return Close();
  }
}

void Connection::ReadInput() {
  const std::span<char> buffer = thread_.input();
  const IoResult read = transport_.Read(buffer);
  if (read.status == IoStatus::kFailed) return Close();
  if (read.status == IoStatus::kEnd) OnEndOfInput();
  if (read.status == IoStatus::kDone) Consume({buffer.data(), read.bytes});
  Settle();
}

void Connection::DiscardInput() {
  const IoResult read = transport_.Read(thread_.input());
  if (read.status == IoStatus::kEnd || read.status == IoStatus::kFailed) return Close();
  Await(Wait::kReadable);
}

bool Connection::MayParse() const {
  return phase_ == Phase::kReading && ending_ == Ending::kNone && !HasUnsent();
}

void Connection::Consume(std::string_view input) {
  if (!pending_.empty()) {
    pending_.append(input);
    return ConsumePending();
  }
  const std::size_t used = Parse(input);
  pending_.assign(input.substr(used));
}

void Connection::ConsumePending() {
  const std::size_t used = Parse(pending_);
  pending_.erase(0, used);
}

std::size_t Connection::Parse(std::string_view input) {
  std::size_t used = 0;
  while (MayParse()) {
    const std::string_view rest = input.substr(used);
    if (!parser_) {
      // RFC 9112 2.2: empty lines before a request are ignored.
      if (rest.starts_with("\r\n")) {
        used += 2;
        continue;
      }
      if (rest.empty() || rest == "\r") return used;
      BeginRequest();
    }
    const RequestParser::Step step = parser_->Feed(rest);
    used += step.consumed;
    switch (step.progress) {
      case RequestParser::Progress::kNeedMore:
        return used;
      case RequestParser::Progress::kHeaderDone:
        OnHeader(used < input.size());
        break;
      case RequestParser::Progress::kComplete:
        OnRequest();
        if (thread_.output().size() > kBatchBytes) Flush();
        break;
      case RequestParser::Progress::kFailed:
        Refuse(parser_->refusal());
        return input.size();
    }
  }
  return used;
}

void Connection::BeginRequest() {
  const Limits& limits = thread_.shared().options.limits;
  parser_.emplace(
      request_, ParserLimits{.header_bytes = limits.header_bytes, .body_bytes = limits.body_bytes});
  first_byte_ = Clock::now();
}

void Connection::OnHeader(bool more_input) {
  if (parser_->expects_continue() && parser_->expects_body() && !more_input) {
    thread_.output().append("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

void Connection::OnEndOfInput() {
  if (parser_) return Refuse(kIncomplete);
  ending_ = Ending::kClose;
}

void Connection::OnRequest() {
  Identify();
  keep_alive_ = parser_->wants_keep_alive();
  Dispatcher& dispatcher = thread_.shared().dispatcher;
  Dispatcher::Outcome outcome = dispatcher.TryInline(request_, [this] { return LocalAuthority(); });
  if (outcome.answer) return Answer(*outcome.answer, outcome.route, {});
  phase_ = Phase::kHandling;
  const Route& route = *outcome.route;
  const auto done = [self = shared_from_this(), &route](Response response,
                                                        std::chrono::nanoseconds queue_time) {
    boost::asio::post(self->thread_.context(),
                      [self, &route, queue_time, response = std::move(response)] {
                        self->OnHandled(route, response, queue_time);
                      });
  };
  if (const auto refused = dispatcher.Submit(route, request_, done)) {
    phase_ = Phase::kReading;
    Answer(*refused, &route, {});
  }
}

void Connection::OnHandled(const Route& route, const Response& response,
                           std::chrono::nanoseconds queue_time) {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kReading;
  Answer(response, &route, queue_time);
  if (!HasUnsent()) return Resume();
  Settle();
}

void Connection::Resume() {
  ConsumePending();
  Settle();
}

void Connection::Identify() {
  const std::optional<std::string_view> id = request_.Header("X-Request-ID");
  if (id && IsValidRequestId(*id)) {
    request_.id = *id;
  } else {
    thread_.request_ids().Next(request_.id);
  }
  request_.client_address = peer_text_;
  request_.scheme = transport_.is_tls() ? "https" : "http";
  thread_.shared().proxies.Apply(peer_, request_);
}

void Connection::Answer(const Response& response, const Route* route,
                        std::chrono::nanoseconds queue_time) {
  SharedState& shared = thread_.shared();
  if (!keep_alive_ || shared.draining()) ending_ = std::max(ending_, Ending::kClose);
  Persistence persistence = Persistence::kImplicit;
  if (ending_ != Ending::kNone) {
    persistence = Persistence::kClose;
  } else if (parser_->is_http_1_0()) {
    persistence = Persistence::kKeepAlive;
  }
  const bool is_head = request_.method == Method::kHead;
  const bool copies = response.static_body.size() <= kCopiedBytes || HasUnsent();
  const std::string_view direct_body =
      is_head || copies ? std::string_view() : response.static_body;
  std::string& output = thread_.output();
  const std::size_t before = output.size();
  AppendResponse(
      response,
      {.request_id = request_.id,
       .date = thread_.Date(),
       .body_mode = is_head || !copies ? BodyMode::kOmit : BodyMode::kSend,
       .persistence = persistence,
       .security = transport_.is_tls() ? TransportSecurity::kTls : TransportSecurity::kNone},
      output);
  idle_since_ = Clock::now();
  shared.observer.OnRequest({.route = route,
                             .method = request_.method_text,
                             .status = response.status,
                             .duration = idle_since_ - first_byte_,
                             .queue_time = queue_time,
                             .response_bytes = output.size() - before + direct_body.size(),
                             .request_id = request_.id,
                             .client_address = request_.client_address,
                             .user = response.user,
                             .refusal = response.refusal});
  parser_.reset();
  header_end_.reset();
  Recycle(request_);
  if (!direct_body.empty()) Flush(direct_body);
}

void Connection::Refuse(const Refusal& refusal) {
  thread_.shared().observer.OnRefusal(refusal.reason);
  Identify();
  ending_ = Ending::kLinger;
  Answer(refusal.status == 503 ? BusyResponse() : DetailResponse(refusal.status, refusal.detail),
         nullptr, {});
}

std::string Connection::LocalAuthority() const {
  boost::system::error_code error;
  const tcp::endpoint local = socket_.local_endpoint(error);
  const std::string host = AddressText(local.address());
  const std::string port = std::to_string(local.port());
  return (host.find(':') == std::string::npos ? host : '[' + host + ']') + ':' + port;
}

void Connection::Settle() {
  if (phase_ == Phase::kClosed) return;
  if (!CountBuffers() && MayParse() && parser_) {
    pending_.clear();
    Refuse(kBuffersFull);
  }
  if (!Flush()) return;
  if (ending_ != Ending::kNone) return Finish();
  if (phase_ == Phase::kHandling) {
    return thread_.deadlines().Arm(*this, first_byte_ + thread_.shared().options.deadlines.request);
  }
  if (!parser_ && thread_.shared().draining()) return Finish();
  thread_.deadlines().Arm(*this, ReadDeadline());
  Await(Wait::kReadable);
}

// Sends the output, then `static_body`, which must be empty while something is unsent. True when
// nothing is left to send.
bool Connection::Flush(std::string_view static_body) {
  std::string& output = thread_.output();
  if (HasUnsent()) {
    unsent_.append(output);  // a wait for the socket is pending already
  } else if (!output.empty()) {
    IoResult sent = transport_.WriteAll(output);
    unsent_.assign(output, sent.bytes);
    unsent_static_ = static_body;
    if (sent.status == IoStatus::kDone) sent = SendUnsent();
    if (sent.status == IoStatus::kFailed) {
      Close();
    } else if (sent.status != IoStatus::kDone) {
      ArmSending();
      AwaitSending(sent.status);
    }
  }
  output.clear();
  if (output.capacity() > 4 * kBatchBytes) output.shrink_to_fit();
  return phase_ != Phase::kClosed && !HasUnsent();
}

IoResult Connection::SendUnsent() {
  const IoResult text = transport_.WriteAll(std::string_view(unsent_).substr(unsent_begin_));
  unsent_begin_ += text.bytes;
  if (text.status != IoStatus::kDone) return text;
  const IoResult body = transport_.WriteAll(unsent_static_);
  unsent_static_.remove_prefix(body.bytes);
  return {body.status, text.bytes + body.bytes};
}

void Connection::ContinueSending() {
  const IoResult sent = SendUnsent();
  if (sent.status == IoStatus::kFailed) return Close();
  if (sent.status != IoStatus::kDone) {
    if (sent.bytes > 0) ArmSending();
    return AwaitSending(sent.status);
  }
  unsent_begin_ = 0;
  Recycle(unsent_);
  if (phase_ == Phase::kHandling) return Settle();
  Resume();
}

void Connection::ArmSending() {
  const Deadlines& deadlines = thread_.shared().options.deadlines;
  thread_.deadlines().Arm(
      *this, std::min(Clock::now() + deadlines.write, first_byte_ + deadlines.request));
}

Connection::Clock::time_point Connection::ReadDeadline() {
  const Deadlines& deadlines = thread_.shared().options.deadlines;
  if (!parser_) return idle_since_ + deadlines.idle;
  const Clock::time_point last = first_byte_ + deadlines.request;
  if (!parser_->header_done()) return std::min(first_byte_ + deadlines.header, last);
  if (!header_end_) header_end_ = Clock::now();
  return std::min(*header_end_ + deadlines.body, last);
}

void Connection::OnDeadline() {
  Observer& observer = thread_.shared().observer;
  if (HasUnsent()) {
    observer.OnRefusal("write_timeout");
    return Abort();
  }
  switch (phase_) {
    case Phase::kHandshake:
      observer.OnRefusal("handshake_timeout");
      return Abort();
    case Phase::kHandling:
      observer.OnRefusal("request_timeout");
      return Abort();
    case Phase::kReading:
      if (!parser_) return Close();
      StopWaiting();
      Refuse(parser_->header_done() ? kBodyTimeout : kHeaderTimeout);
      return Settle();
    case Phase::kLingering:
      return Close();
    case Phase::kClosed:
      return;
  }
}

void Connection::BeginDrain() {
  if (phase_ == Phase::kHandshake) return Close();
  if (phase_ != Phase::kReading || HasUnsent()) return;
  StopWaiting();
  ReadInput();
}

void Connection::StopWaiting() {
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::Finish() {
  if (ending_ != Ending::kLinger) {
    if (transport_.is_tls()) transport_.CloseSending();
    return Close();
  }
  transport_.CloseSending();
  phase_ = Phase::kLingering;
  thread_.deadlines().Arm(*this, Clock::now() + kLingerTime);
  DiscardInput();
}

// Frees at once what the kernel holds for a peer that does not read.
void Connection::Abort() {
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  Close();
}

void Connection::Close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  DeadlineWheel::Disarm(*this);
  boost::system::error_code ignored;
  socket_.close(ignored);
  thread_.shared().ChangeBuffered(std::exchange(counted_bytes_, 0), 0);
  thread_.shared().RemoveConnection();
}

// False when this connection's buffers grew past what all of them may hold.
bool Connection::CountBuffers() {
  if (pending_.empty()) Recycle(pending_);
  const std::size_t bytes = pending_.size() + request_.body.size() + unsent_.size();
  if (bytes == counted_bytes_) return true;
  const bool grew = bytes > counted_bytes_;
  const bool fits = thread_.shared().ChangeBuffered(std::exchange(counted_bytes_, bytes), bytes);
  return fits || !grew;
}

}  // namespace cq::http
