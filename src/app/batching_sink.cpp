#include "app/batching_sink.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string_view>

namespace cq::app {
namespace {

constexpr std::size_t kBatchBytes = 32 * 1024;
// poll() promises a pipe room for this much (PIPE_BUF).
constexpr std::size_t kChunkBytes = 4096;
constexpr int kPatienceMilliseconds = 1'000;

// What could not be written.
std::string_view WriteAll(int file_descriptor, std::string_view text, int patience_milliseconds) {
  while (!text.empty()) {
    pollfd ready{file_descriptor, POLLOUT, 0};
    const int count = ::poll(&ready, 1, patience_milliseconds);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    const ssize_t written =
        ::write(file_descriptor, text.data(), std::min(text.size(), kChunkBytes));
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return text;
}

}  // namespace

void BatchingSink::sink_it_(const spdlog::details::log_msg& message) {
  buffer_.append(message.payload.data(), message.payload.size());
  buffer_ += '\n';
  if (buffer_.size() >= kBatchBytes || !lines_wait_()) flush_();
}

void BatchingSink::flush_() {
  const int patience = reader_is_stuck_ ? 0 : kPatienceMilliseconds;
  const std::string_view unwritten = WriteAll(file_descriptor_, buffer_, patience);
  reader_is_stuck_ = !unwritten.empty();
  const auto lost = std::ranges::count(unwritten, '\n');
  lost_lines_.fetch_add(static_cast<std::uint64_t>(lost), std::memory_order_relaxed);
  buffer_.clear();
}

}  // namespace cq::app
