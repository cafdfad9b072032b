#include "auth/last_used_recorder.h"

#include <algorithm>
#include <exception>
#include <optional>

#include "core/time_text.h"

namespace cq::auth {

LastUsedRecorder::LastUsedRecorder(ApiKeyRepository& api_keys, FailureCallback on_failure,
                                   LastUsedOptions options)
    : api_keys_(api_keys),
      on_failure_(std::move(on_failure)),
      options_(options),
      thread_([this] { Run(); }) {}

LastUsedRecorder::~LastUsedRecorder() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  Flush();
}

void LastUsedRecorder::Record(std::string_view key_id, TimePoint used_at) {
  {
    const std::lock_guard lock(mutex_);
    const bool was_idle = waiting_.empty();
    KeepNewest(key_id, used_at);
    if (!was_idle) return;
  }
  wake_.notify_all();
}

KeyUses LastUsedRecorder::PendingUses() const {
  const std::lock_guard lock(mutex_);
  KeyUses uses = waiting_;
  uses.insert(writing_.begin(), writing_.end());
  return uses;
}

void LastUsedRecorder::Flush() {
  const std::lock_guard write_lock(write_mutex_);
  std::vector<std::pair<std::string, std::string>> rows;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return;
    writing_.swap(waiting_);
    rows.reserve(writing_.size());
    for (const auto& [key_id, used_at] : writing_) {
      rows.emplace_back(key_id, FormatOffsetTime(used_at));
    }
  }
  std::optional<std::string> failure;
  try {
    api_keys_.TouchLastUsed(rows);
  } catch (const std::exception& error) {
    failure = error.what();
  }
  {
    const std::lock_guard lock(mutex_);
    if (failure) {
      for (const auto& [key_id, used_at] : writing_) KeepNewest(key_id, used_at);
    }
    writing_.clear();
  }
  if (failure && on_failure_) on_failure_(*failure);
}

// The first use after a pause is written at once; then at most one write an interval.
void LastUsedRecorder::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    lock.unlock();
    Flush();
    lock.lock();
    if (wake_.wait_for(lock, options_.interval, [this] { return stopping_; })) return;
  }
}

void LastUsedRecorder::KeepNewest(std::string_view key_id, TimePoint used_at) {
  if (const auto use = waiting_.find(key_id); use != waiting_.end()) {
    use->second = std::max(use->second, used_at);
    return;
  }
  if (waiting_.size() < options_.capacity) waiting_.emplace(key_id, used_at);
}

}  // namespace cq::auth
