// Writes finished log lines to a file descriptor in batches, and never waits long for its reader.
#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

namespace cq::app {

// Used by spdlog's one logging thread only; lost_lines() is thread-safe.
class BatchingSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  // `lines_wait` tells whether more lines are on their way: then they share a write.
  BatchingSink(int file_descriptor, std::function<bool()> lines_wait)
      : file_descriptor_(file_descriptor), lines_wait_(std::move(lines_wait)) {}

  // Lines given up because the reader of the descriptor took none for a while, or has gone.
  std::uint64_t lost_lines() const { return lost_lines_.load(std::memory_order_relaxed); }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override;

 private:
  const int file_descriptor_;
  const std::function<bool()> lines_wait_;
  std::string buffer_;
  bool reader_is_stuck_ = false;  // not waited for again before it has taken something
  std::atomic<std::uint64_t> lost_lines_{0};
};

}  // namespace cq::app
