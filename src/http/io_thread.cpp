#include "http/io_thread.h"

#include <boost/asio/post.hpp>
#include <ctime>
#include <exception>
#include <memory>
#include <new>
#include <utility>

#include "http/connection.h"
#include "http/signal_mask.h"

namespace cq::http {
namespace {

constexpr std::size_t kInputBytes = 64 * 1024;

std::vector<std::shared_ptr<Connection>> Owned(const std::vector<DeadlineWheel::Entry*>& entries) {
  std::vector<std::shared_ptr<Connection>> connections;
  connections.reserve(entries.size());
  for (DeadlineWheel::Entry* entry : entries) {
    connections.push_back(static_cast<Connection*>(entry)->shared_from_this());
  }
  return connections;
}

}  // namespace

IoThread::IoThread(SharedState& shared)
    : shared_(shared),
      deadlines_(DeadlineWheel::Clock::now()),
      input_(kInputBytes),
      context_(1),
      work_(boost::asio::make_work_guard(context_)),
      timer_(context_) {}

// NOLINTNEXTLINE(bugprone-exception-escape): posting fails only when memory is used up.
IoThread::~IoThread() {
  CloseAll();
  Join();
}

Listener::Endpoint IoThread::Listen(const Listener::Endpoint& endpoint, PortSharing sharing) {
  listener_.emplace(context_, endpoint, sharing);
  return listener_->local_endpoint();
}

void IoThread::Start() {
  thread_ = std::thread([this] { Run(); });
}

void IoThread::Run() {
  BlockSignalsInThisThread();
  listener_->Start([this](Listener::Socket socket, const Listener::Endpoint& peer) {
    Accept(std::move(socket), peer);
  });
  while (true) {
    try {
      Tick();
      context_.run();
      return;
    } catch (const std::exception&) {
      // Out of memory, as a rule. The connection whose turn it was is gone with its handler.
      output_.clear();
      shared_.observer.OnRefusal("io_failure");
    }
  }
}

void IoThread::Accept(Listener::Socket socket, const Listener::Endpoint& peer) {
  if (!shared_.AddConnection()) {
    shared_.observer.OnRefusal("connection_limit");
    return;  // closes it
  }
  std::shared_ptr<Connection> connection;
  try {
    connection = std::make_shared<Connection>(*this, std::move(socket), peer.address());
  } catch (const std::bad_alloc&) {
    return shared_.RemoveConnection();
  }
  connection->Start();
}

void IoThread::Tick() {
  timer_.expires_after(DeadlineWheel::kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    for (const auto& connection : Owned(deadlines_.Advance(DeadlineWheel::Clock::now()))) {
      connection->OnDeadline();
    }
    Tick();
  });
}

void IoThread::BeginDrain() {
  boost::asio::post(context_, [this] {
    listener_->Stop();
    for (const auto& connection : Owned(deadlines_.Entries())) connection->BeginDrain();
  });
}

void IoThread::CloseAll() {
  boost::asio::post(context_, [this] {
    if (listener_) listener_->Stop();
    timer_.cancel();
    for (const auto& connection : Owned(deadlines_.Entries())) connection->Close();
  });
  work_.reset();
}

void IoThread::Join() {
  if (thread_.joinable()) thread_.join();
}

std::string_view IoThread::Date() { return date_.At(std::time(nullptr)); }

}  // namespace cq::http
