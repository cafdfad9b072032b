#include "app/json_log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>

#include <cstddef>
#include <string>

#include "app/batching_sink.h"
#include "core/batch_thread.h"
#include "core/text.h"
#include "core/time_text.h"
#include "json/write.h"

namespace cq::app {
namespace {

// spdlog reserves some 400 bytes for each.
constexpr std::size_t kQueuedLines = 4'096;

}  // namespace

std::string_view LevelText(config::LogLevel level) {
  switch (level) {
    case config::LogLevel::kDebug:
      return "debug";
    case config::LogLevel::kInfo:
      return "info";
    case config::LogLevel::kWarning:
      return "warning";
    case config::LogLevel::kError:
      return "error";
  }
  return "";
}

JsonLog::JsonLog(int file_descriptor, config::LogLevel level, const Clock& clock)
    : level_(level), clock_(clock) {
  pool_ = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1, RunThisThreadInBatches);
  // The pool outlives every call of the sink, which its own thread makes.
  sink_ = std::make_shared<BatchingSink>(file_descriptor,
                                         [pool = pool_.get()] { return pool->queue_size() > 0; });
  logger_ = std::make_shared<spdlog::async_logger>("cq", sink_, pool_,
                                                   spdlog::async_overflow_policy::overrun_oldest);
  logger_->set_level(spdlog::level::info);
}

JsonLog::~JsonLog() {
  // The pool's destructor handles what is queued, then joins its thread.
  logger_.reset();
  pool_.reset();
  sink_->flush();
}

void JsonLog::Write(config::LogLevel level, std::string_view message,
                    std::initializer_list<LogField> fields) {
  if (!Enabled(level)) return;
  json::Object line{{"time", FormatZuluTime(clock_.Now())},
                    {"level", LevelText(level)},
                    {"message", ReplaceInvalidUtf8(message)}};
  for (const auto& [name, value] : fields) line.emplace_back(std::string(name), value);
  WriteLine(json::Write(json::Value(std::move(line)), json::FloatStyle::kPython));
}

void JsonLog::WriteLine(std::string_view line) {
  logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

std::uint64_t JsonLog::dropped_lines() const {
  return pool_->overrun_counter() + sink_->lost_lines();
}

}  // namespace cq::app
