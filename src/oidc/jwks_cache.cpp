#include "oidc/jwks_cache.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>

#include "oidc/key_changes.h"

namespace cq::oidc {
namespace {

void CallAll(const std::vector<WaitingList::Resume>& released) {
  for (const WaitingList::Resume& resume : released) resume();
}

}  // namespace

JwksCache::JwksCache(const JwksCacheDependencies& dependencies, std::size_t waiting_limit)
    : source_(dependencies.source),
      clock_(dependencies.clock),
      random_(dependencies.random),
      observer_(dependencies.observer),
      schedule_(clock_.Now()),
      waiting_(waiting_limit) {}

JwksCache::~JwksCache() { Stop(); }

void JwksCache::Start() {
  fetching_thread_ = std::thread([this] { FetchWhenDue(); });
  releasing_thread_ = std::thread([this] { ReleaseOverdue(); });
}

void JwksCache::Stop() {
  std::vector<WaitingList::Resume> released;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    released = waiting_.TakeAll();
  }
  CallAll(released);
  source_.Abort();
  fetch_wake_.notify_all();
  overdue_wake_.notify_all();
  if (fetching_thread_.joinable()) fetching_thread_.join();
  if (releasing_thread_.joinable()) releasing_thread_.join();
}

std::shared_ptr<const KeySet> JwksCache::Current() const {
  const std::lock_guard lock(current_mutex_);
  return current_;
}

KeyDemand JwksCache::Demand(std::uint64_t seen_version) {
  const std::lock_guard lock(mutex_);
  const auto current = Current();
  const std::uint64_t version = current ? current->version : 0;
  if (version != seen_version) return {KeyDemand::Outcome::kNewKeys, {}};
  const SteadyTime now = clock_.Now();
  if (stopping_ || !schedule_.Demand(now)) return {KeyDemand::Outcome::kTooSoon, {}};
  fetch_wake_.notify_one();

  WaitingList::Place place = waiting_.TakePlace();
  if (!place) return {KeyDemand::Outcome::kCrowded, {}};
  return {KeyDemand::Outcome::kWait,
          [this, attempt = finished_attempts_ + 1, deadline = now + kLongestWait,
           place = std::move(place)](std::function<void()> resume) {
            Await(attempt, deadline, place, std::move(resume));
          }};
}

void JwksCache::Await(std::uint64_t attempt, SteadyTime deadline, const WaitingList::Place& place,
                      std::function<void()> resume) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && finished_attempts_ < attempt) {
      waiting_.Add(deadline, place, std::move(resume));
      overdue_wake_.notify_one();
      return;
    }
  }
  resume();
}

bool JwksCache::IsUpToDate() const {
  const std::lock_guard lock(mutex_);
  return schedule_.health() == KeyHealth::kCurrent && !schedule_.is_fetching();
}

std::chrono::seconds JwksCache::RetryAfter() const {
  const std::lock_guard lock(mutex_);
  const auto pause = schedule_.TimeToFetch(clock_.Now());
  return std::max(std::chrono::ceil<std::chrono::seconds>(pause), std::chrono::seconds(1));
}

KeyStatus JwksCache::status() const {
  const std::lock_guard lock(mutex_);
  KeyStatus status{.health = schedule_.health(),
                   .usable_keys = 0,
                   .unusable_keys = 0,
                   .age = {},
                   .waiting = waiting_.taken_places(),
                   .failure = failure_};
  if (const auto current = Current()) {
    status.usable_keys = current->keys.keys().size();
    status.unusable_keys = current->keys.unusable().size();
    status.age = std::chrono::floor<std::chrono::seconds>(clock_.Now() - current->fetched_at);
  }
  return status;
}

void JwksCache::FetchWhenDue() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    switch (schedule_.Next(clock_.Now())) {
      case RefreshSchedule::Task::kNone:
        clock_.WaitUntil(lock, fetch_wake_, schedule_.NextAt());
        break;
      case RefreshSchedule::Task::kDropKeys:
        DropKeys(lock);
        break;
      case RefreshSchedule::Task::kFetch: {
        lock.unlock();
        const SteadyTime started = clock_.Now();
        KeyFetch fetch = Fetch();
        const auto duration = clock_.Now() - started;
        lock.lock();
        if (stopping_) return;
        const Outcome outcome = Apply(std::move(fetch));
        lock.unlock();
        observer_.OnRefresh(outcome.result, duration);
        Tell(outcome);
        CallAll(outcome.released);
        lock.lock();
        break;
      }
    }
  }
}

void JwksCache::ReleaseOverdue() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto overdue = waiting_.TakeOverdue(clock_.Now());
    if (overdue.empty()) {
      clock_.WaitUntil(lock, overdue_wake_, waiting_.NextDeadline());
      continue;
    }
    lock.unlock();
    CallAll(overdue);
    lock.lock();
  }
}

// Broken infrastructure costs this attempt, not the thread.
KeyFetch JwksCache::Fetch() {
  try {
    return source_.Fetch();
  } catch (const std::exception& error) {
    return {.discovery_url = {},
            .jwks_url = {},
            .keys = tl::unexpected<std::string>(std::string("internal failure: ") + error.what())};
  }
}

JwksCache::Outcome JwksCache::Apply(KeyFetch fetch) {
  const KeyHealth health_before = schedule_.health();
  const auto before = Current();
  const SteadyTime now = clock_.Now();
  const double chance = Chance();
  Outcome outcome;
  if (!fetch.keys) {
    failure_ = fetch.keys.error();
    schedule_.OnFailure(now, chance);
  } else if (fetch.keys->set.keys().empty()) {
    outcome.result = RefreshResult::kNoUsableKeys;
    failure_ = NoUsableKeysText(fetch.jwks_url, fetch.keys->set);
    Publish(nullptr);
    schedule_.OnNoUsableKeys(now, chance);
  } else {
    outcome.result = RefreshResult::kKeys;
    failure_.clear();
    schedule_.OnKeys(now, fetch.keys->lifetime, chance);
    auto keys = std::make_shared<const KeySet>(
        KeySet{.keys = std::move(fetch.keys->set), .version = ++last_version_, .fetched_at = now});
    if (before) outcome.rotation_text = RotationText(before->keys, keys->keys);
    Publish(std::move(keys));
  }
  ++finished_attempts_;
  outcome.health = schedule_.health();
  outcome.is_other_health = outcome.health != health_before;
  if (outcome.is_other_health) {
    const auto current = Current();
    outcome.health_text = HealthText(outcome.health, failure_,
                                     current ? current->keys.keys().size() : 0, fetch.jwks_url);
  }
  outcome.released = waiting_.TakeAll();
  return outcome;
}

void JwksCache::Publish(std::shared_ptr<const KeySet> keys) {
  const std::lock_guard lock(current_mutex_);
  current_ = std::move(keys);
}

void JwksCache::Tell(const Outcome& outcome) const {
  if (outcome.is_other_health) observer_.OnHealth(outcome.health, outcome.health_text);
  if (!outcome.rotation_text.empty()) observer_.OnRotation(outcome.rotation_text);
}

void JwksCache::DropKeys(std::unique_lock<std::mutex>& lock) {
  Publish(nullptr);
  Outcome outcome;
  outcome.is_other_health = true;
  outcome.health = schedule_.health();
  outcome.health_text = HealthText(outcome.health, failure_, 0, {});
  lock.unlock();
  Tell(outcome);
  lock.lock();
}

// In [0, 1). Without randomness this server merely asks in step with others.
double JwksCache::Chance() {
  std::array<std::byte, sizeof(std::uint32_t)> bytes{};
  try {
    random_.Fill(bytes);
  } catch (const std::exception&) {
    return 0.0;
  }
  std::uint32_t number = 0;
  std::memcpy(&number, bytes.data(), bytes.size());
  return number / 4294967296.0;
}

}  // namespace cq::oidc
