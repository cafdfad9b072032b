// The server's log: JSON lines on standard output, written behind the requests.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

#include "config/settings.h"
#include "core/clock.h"
#include "json/value.h"

// NOLINTBEGIN(readability-identifier-naming): the library's names.
namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog
// NOLINTEND(readability-identifier-naming)

namespace cq::app {

class BatchingSink;

using LogField = std::pair<std::string_view, json::Value>;

// Thread-safe and non-blocking: when the queue is full the oldest lines are dropped and counted.
// Callers never pass secrets.
class JsonLog {
 public:
  // `clock` must outlive the log.
  JsonLog(int file_descriptor, config::LogLevel level, const Clock& clock);
  ~JsonLog();  // writes what is waiting
  JsonLog(const JsonLog&) = delete;
  JsonLog& operator=(const JsonLog&) = delete;

  bool Enabled(config::LogLevel level) const { return level >= level_; }

  // {"time":...,"level":...,"message":...,<fields>}
  void Write(config::LogLevel level, std::string_view message,
             std::initializer_list<LogField> fields = {});

  // A line that the caller made; for what is logged at every request.
  void WriteLine(std::string_view line);

  std::uint64_t dropped_lines() const;
  const Clock& clock() const { return clock_; }

 private:
  const config::LogLevel level_;
  const Clock& clock_;
  std::shared_ptr<BatchingSink> sink_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::logger> logger_;
};

std::string_view LevelText(config::LogLevel level);

}  // namespace cq::app
