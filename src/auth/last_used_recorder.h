// Writes down when API keys were used, behind the requests: the newest use of each key, in one
// transaction at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "auth/api_key.h"
#include "core/clock.h"

namespace cq::auth {

struct KeyIdHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

// When keys were used, by key id.
using KeyUses = std::unordered_map<std::string, TimePoint, KeyIdHash, std::equal_to<>>;

struct LastUsedOptions {
  std::chrono::milliseconds interval{1'000};  // from one write to the next, at least
  std::size_t capacity = 10'000;  // keys waiting; past it uses of further keys are dropped
};

// Thread-safe. Owns a thread; the destructor writes what is waiting.
class LastUsedRecorder {
 public:
  using FailureCallback = std::function<void(std::string_view what)>;

  // `api_keys` must outlive the recorder. `on_failure` is called from the recorder's thread, and
  // from Flush, when a write throws; the uses are kept for the next one.
  LastUsedRecorder(ApiKeyRepository& api_keys, FailureCallback on_failure,
                   LastUsedOptions options = {});
  ~LastUsedRecorder();
  LastUsedRecorder(const LastUsedRecorder&) = delete;
  LastUsedRecorder& operator=(const LastUsedRecorder&) = delete;

  // Never waits for the database.
  void Record(std::string_view key_id, TimePoint used_at);

  // The newest uses that the database may not show yet. What is missing here is in every row that
  // is read afterwards.
  KeyUses PendingUses() const;

  // Writes what is waiting, now and on this thread.
  void Flush();

 private:
  void Run();
  void KeepNewest(std::string_view key_id, TimePoint used_at);  // with mutex_ held

  ApiKeyRepository& api_keys_;
  const FailureCallback on_failure_;
  const LastUsedOptions options_;

  std::mutex write_mutex_;  // one write at a time; taken before mutex_
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  KeyUses waiting_;
  KeyUses writing_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cq::auth
