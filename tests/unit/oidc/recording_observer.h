// Remembers what the verification tells, and lets tests wait for it.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "oidc/observer.h"

namespace cq::oidc {

class RecordingObserver final : public Observer {
 public:
  void OnVerification(std::string_view result, std::chrono::nanoseconds /*duration*/) override {
    const std::lock_guard lock(mutex_);
    ++verifications_[std::string(result)];
  }
  void OnRefresh(RefreshResult result, std::chrono::nanoseconds /*duration*/) override {
    {
      const std::lock_guard lock(mutex_);
      refreshes_.push_back(result);
    }
    changed_.notify_all();
  }
  void OnHealth(KeyHealth health, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    healths_.emplace_back(health, text);
  }
  void OnRotation(std::string_view text) override {
    const std::lock_guard lock(mutex_);
    rotations_.emplace_back(text);
  }

  void AwaitRefreshes(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return refreshes_.size() >= count; });
  }

  std::map<std::string, int> verifications() const { return Copy(verifications_); }
  std::vector<RefreshResult> refreshes() const { return Copy(refreshes_); }
  std::vector<std::pair<KeyHealth, std::string>> healths() const { return Copy(healths_); }
  std::vector<std::string> rotations() const { return Copy(rotations_); }

 private:
  template <typename T>
  T Copy(const T& value) const {
    const std::lock_guard lock(mutex_);
    return value;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> verifications_;
  std::vector<RefreshResult> refreshes_;
  std::vector<std::pair<KeyHealth, std::string>> healths_;
  std::vector<std::string> rotations_;
};

}  // namespace cq::oidc
