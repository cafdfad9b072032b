// One I/O thread: its event loop, listener, connections, and the buffers they take turns with.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/date_header.h"
#include "http/deadline_wheel.h"
#include "http/listener.h"
#include "http/request_id.h"
#include "http/shared_state.h"

namespace cq::http {

// Listen, Start, BeginDrain, CloseAll and Join belong to the controlling thread; the rest belongs
// to the I/O thread and what runs on it.
class IoThread {
 public:
  explicit IoThread(SharedState& shared);
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;
  ~IoThread();

  // Returns the bound endpoint. Throws boost::system::system_error.
  Listener::Endpoint Listen(const Listener::Endpoint& endpoint, PortSharing sharing);
  void Start();
  void BeginDrain();
  void CloseAll();
  void Join();

  SharedState& shared() { return shared_; }
  boost::asio::io_context& context() { return context_; }
  DeadlineWheel& deadlines() { return deadlines_; }
  RequestIdSource& request_ids() { return request_ids_; }
  std::string_view Date();

  // Scratch of the connection whose turn it is; `output` is empty between turns.
  std::span<char> input() { return input_; }
  std::string& output() { return output_; }

 private:
  void Run();
  void Accept(Listener::Socket socket, const Listener::Endpoint& peer);
  void Tick();

  SharedState& shared_;
  DeadlineWheel deadlines_;  // outlives the connections that context_ owns
  RequestIdSource request_ids_;
  DateHeader date_;
  std::vector<char> input_;
  std::string output_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  bool is_closing_ = false;  // of its own thread
  std::optional<Listener> listener_;
  std::thread thread_;
};

}  // namespace cq::http
