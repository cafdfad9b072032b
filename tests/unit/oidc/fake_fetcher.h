// An HTTP fetcher whose answers tests write, and that can be made to take as long as they want.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "oidc/http_fetcher.h"

namespace cq::oidc {

class FakeFetcher final : public HttpFetcher {
 public:
  using Answer = tl::expected<HttpAnswer, FetchFailure>;

  static Answer Json(std::string body, std::string cache_control = {}) {
    return HttpAnswer{.status = 200,
                      .content_type = "application/json",
                      .cache_control = std::move(cache_control),
                      .body = std::move(body)};
  }
  static Answer Failure(FetchFailure::Kind kind, std::string text) {
    return tl::unexpected(FetchFailure{.kind = kind, .text = std::move(text)});
  }

  void SetAnswer(const std::string& url, Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_.insert_or_assign(url, std::move(answer));
  }

  // Fetches begin but do not end until Release.
  void Hold() {
    const std::lock_guard lock(mutex_);
    is_held_ = true;
  }
  void Release() {
    {
      const std::lock_guard lock(mutex_);
      is_held_ = false;
    }
    changed_.notify_all();
  }

  Answer Fetch(const std::string& url, const FetchLimits& limits) override {
    std::unique_lock lock(mutex_);
    urls_.push_back(url);
    limits_.push_back(limits);
    changed_.notify_all();
    changed_.wait(lock, [this] { return !is_held_ || is_aborted_; });
    if (is_aborted_) return Failure(FetchFailure::Kind::kAborted, "aborted");
    if (on_fetch) on_fetch();
    const auto answer = answers_.find(url);
    if (answer == answers_.end()) {
      return Failure(FetchFailure::Kind::kConnection, "connection refused");
    }
    return answer->second;
  }

  void Abort() override {
    {
      const std::lock_guard lock(mutex_);
      is_aborted_ = true;
    }
    changed_.notify_all();
  }

  // As a new fetcher of the same provider.
  void Restart() {
    const std::lock_guard lock(mutex_);
    is_aborted_ = false;
  }

  void AwaitFetches(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return urls_.size() >= count; });
  }
  std::vector<std::string> urls() const {
    const std::lock_guard lock(mutex_);
    return urls_;
  }
  std::size_t count() const { return urls().size(); }
  std::vector<FetchLimits> limits() const {
    const std::lock_guard lock(mutex_);
    return limits_;
  }

  std::function<void()> on_fetch;  // set before the first fetch

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Answer> answers_;
  std::vector<std::string> urls_;
  std::vector<FetchLimits> limits_;
  bool is_held_ = false;
  bool is_aborted_ = false;
};

}  // namespace cq::oidc
