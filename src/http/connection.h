// One client connection: reads requests, has them answered in order, writes the answers.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/deadline_wheel.h"
#include "http/io_thread.h"
#include "http/request.h"
#include "http/request_parser.h"
#include "http/response.h"
#include "http/router.h"
#include "http/transport.h"

namespace cq::http {

// Lives on its I/O thread. The wait for its socket, or the worker that handles its request, keeps
// it alive. Input is not read while a request is handled or an answer waits for the socket, so that
// at most one read and one batch of answers are ever buffered.
class Connection final : public std::enable_shared_from_this<Connection>,
                         public DeadlineWheel::Entry {
 public:
  using Clock = DeadlineWheel::Clock;

  // The caller has counted it in the shared state; Close() takes it off.
  Connection(IoThread& thread, boost::asio::ip::tcp::socket socket,
             const boost::asio::ip::address& peer);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void Start();
  void OnDeadline();
  void BeginDrain();  // answers what has arrived, then closes
  void Close();

 private:
  enum class Phase {
    kHandshake,
    kReading,    // between requests or amid one
    kHandling,   // a worker has the request
    kLingering,  // everything is sent; input is thrown away until the peer closes
    kClosed,
  };

  // What happens once the answers are sent.
  enum class Ending { kNone, kClose, kLinger };

  enum class Wait { kReadable, kWritable };

  void Await(Wait what);
  void AwaitSending(IoStatus status);
  void OnReady();

  void ContinueHandshake();
  void ReadInput();
  void DiscardInput();
  void ContinueSending();
  void Resume();

  bool MayParse() const;
  void Consume(std::string_view input);
  void ConsumePending();
  std::size_t Parse(std::string_view input);
  void BeginRequest();
  void OnHeader(bool more_input);
  void OnRequest();
  void OnHandled(const Route& route, const Response& response, std::chrono::nanoseconds queue_time);
  void OnEndOfInput();

  void Identify();
  void Answer(const Response& response, const Route* route, std::chrono::nanoseconds queue_time);
  void Refuse(const Refusal& refusal);
  std::string LocalAuthority() const;

  void Settle();
  bool Flush(std::string_view static_body = {});
  bool HasUnsent() const { return !unsent_.empty() || !unsent_static_.empty(); }
  IoResult SendUnsent();
  void Finish();
  void Abort();
  void StopWaiting();
  bool CountBuffers();
  void ArmSending();
  Clock::time_point ReadDeadline();

  IoThread& thread_;
  boost::asio::ip::tcp::socket socket_;
  Transport transport_;
  boost::asio::ip::address peer_;
  std::string peer_text_;

  Phase phase_ = Phase::kReading;
  Ending ending_ = Ending::kNone;
  bool keep_alive_ = false;  // the current request allows it
  Request request_;
  std::optional<RequestParser> parser_;  // from the first byte of a request to its answer
  std::string pending_;                  // input that waits to be parsed
  std::string unsent_;                   // output that waits for the socket, from unsent_begin_ on
  std::size_t unsent_begin_ = 0;
  std::string_view unsent_static_;  // what follows unsent_, of a static body
  std::size_t counted_bytes_ = 0;   // of buffers, as the shared state knows them

  Clock::time_point idle_since_;
  Clock::time_point first_byte_;                 // of the current request
  std::optional<Clock::time_point> header_end_;  // when its body was first waited for
};

}  // namespace cq::http
