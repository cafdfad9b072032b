// In-memory stand-ins for what src/auth works with. All are thread-safe.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/api_key.h"
#include "auth/user.h"
#include "core/change_signal.h"
#include "core/clock.h"

namespace cq::auth {

class FakeClock final : public Clock {
 public:
  TimePoint Now() const override { return TimePoint(TimePoint::duration(microseconds_.load())); }
  void Set(TimePoint time) { microseconds_ = time.time_since_epoch().count(); }
  void Advance(std::chrono::microseconds by) { microseconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> microseconds_{1'800'000'000'000'000};  // 2027-01-15T08:00:00Z
};

class FakeChangeSignal final : public ChangeSignal {
 public:
  std::uint64_t Generation() override { return generation_; }
  void Bump() { ++generation_; }

 private:
  std::atomic<std::uint64_t> generation_{1};
};

class FakeUserRepository final : public UserRepository {
 public:
  explicit FakeUserRepository(FakeChangeSignal& changes) : changes_(changes) {}

  std::optional<User> FindByName(std::string_view username) override {
    ++reads;
    const std::lock_guard lock(mutex_);
    const auto user = users_.find(username);
    if (user == users_.end()) return std::nullopt;
    return user->second;
  }

  bool Create(std::string_view username, std::string_view password_hash,
              std::string_view created_at) override {
    const std::lock_guard lock(mutex_);
    changes_.Bump();
    User user{.id = ++last_id_,
              .username = std::string(username),
              .password_hash = std::string(password_hash),
              .created_at = std::string(created_at)};
    return users_.emplace(username, std::move(user)).second;
  }

  bool SetPasswordHash(std::string_view username, std::string_view password_hash) override {
    const std::lock_guard lock(mutex_);
    changes_.Bump();
    const auto user = users_.find(username);
    if (user == users_.end()) return false;
    user->second.password_hash = password_hash;
    return true;
  }

  // Keeps the id.
  void Rename(std::string_view username, std::string_view new_name) {
    const std::lock_guard lock(mutex_);
    changes_.Bump();
    auto node = users_.extract(std::string(username));
    node.key() = new_name;
    node.mapped().username = new_name;
    users_.insert(std::move(node));
  }

  bool Remove(std::string_view username) override {
    const std::lock_guard lock(mutex_);
    changes_.Bump();
    const auto user = users_.find(username);
    if (user == users_.end()) return false;
    users_.erase(user);
    return true;
  }

  std::vector<User> List() override {
    const std::lock_guard lock(mutex_);
    std::vector<User> users;
    for (const auto& [name, user] : users_) users.push_back(user);
    return users;
  }

  std::atomic<int> reads{0};

 private:
  FakeChangeSignal& changes_;
  std::mutex mutex_;
  std::map<std::string, User, std::less<>> users_;
  std::int64_t last_id_ = 0;
};

class FakeApiKeyRepository final : public ApiKeyRepository {
 public:
  using Uses = std::vector<std::pair<std::string, std::string>>;

  explicit FakeApiKeyRepository(FakeChangeSignal& changes) : changes_(changes) {}

  std::optional<ApiKeyWithOwner> FindUnrevoked(std::string_view key_id) override {
    ++reads;
    const std::lock_guard lock(mutex_);
    const ApiKey* key = Find(key_id);
    if (key == nullptr || key->revoked_at) return std::nullopt;
    return ApiKeyWithOwner{.key = *key, .username = owner_name};
  }

  std::optional<ApiKey> FindForUser(std::int64_t user_id, std::string_view key_id) override {
    const std::lock_guard lock(mutex_);
    const ApiKey* key = Find(key_id);
    if (key == nullptr || key->user_id != user_id) return std::nullopt;
    return *key;
  }

  std::vector<ApiKey> ListForUser(std::int64_t user_id) override {
    const std::lock_guard lock(mutex_);
    std::vector<ApiKey> found;
    std::copy_if(keys_.rbegin(), keys_.rend(), std::back_inserter(found),
                 [user_id](const ApiKey& key) { return key.user_id == user_id; });
    return found;
  }

  InsertApiKeyOutcome InsertWithin(const ApiKey& key, std::size_t active_limit,
                                   std::string_view now) override {
    const std::lock_guard lock(mutex_);
    const auto active = std::count_if(keys_.begin(), keys_.end(), [&](const ApiKey& other) {
      return other.user_id == key.user_id && !other.revoked_at && other.expires_at > now;
    });
    if (static_cast<std::size_t>(active) >= active_limit) return InsertApiKeyOutcome::kLimitReached;
    changes_.Bump();
    keys_.push_back(key);
    return InsertApiKeyOutcome::kInserted;
  }

  void Revoke(std::int64_t user_id, std::string_view key_id, std::string_view now) override {
    const std::lock_guard lock(mutex_);
    changes_.Bump();
    ApiKey* key = Find(key_id);
    if (key != nullptr && key->user_id == user_id && !key->revoked_at) key->revoked_at = now;
  }

  void TouchLastUsed(const Uses& uses) override {
    const std::lock_guard lock(mutex_);
    touched_.notify_all();
    ++touch_calls_;
    if (fail_touches) throw std::runtime_error("disk full");
    changes_.Bump();
    for (const auto& [key_id, time] : uses) {
      written_uses_[key_id] = time;
      if (ApiKey* key = Find(key_id)) key->last_used_at = time;
    }
  }

  void WaitForTouches(int calls) {
    std::unique_lock lock(mutex_);
    touched_.wait(lock, [&] { return touch_calls_ >= calls; });
  }

  int touch_calls() {
    const std::lock_guard lock(mutex_);
    return touch_calls_;
  }

  std::map<std::string, std::string> written_uses() {
    const std::lock_guard lock(mutex_);
    return written_uses_;
  }

  std::atomic<int> reads{0};
  std::atomic<bool> fail_touches{false};
  std::string owner_name = "demo";

 private:
  ApiKey* Find(std::string_view key_id) {
    const auto key = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const ApiKey& candidate) { return candidate.id == key_id; });
    return key == keys_.end() ? nullptr : &*key;
  }

  FakeChangeSignal& changes_;
  std::mutex mutex_;
  std::condition_variable touched_;
  std::vector<ApiKey> keys_;
  std::map<std::string, std::string> written_uses_;
  int touch_calls_ = 0;
};

}  // namespace cq::auth
