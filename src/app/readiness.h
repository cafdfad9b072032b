// Whether this process should get traffic, and if not, why.
#pragma once

#include <atomic>
#include <functional>
#include <string>

namespace cq::app {

struct ReadinessReport {
  bool draining = false;
  std::string database_failure;   // empty when healthy
  bool index_loaded = false;      // queries wait for it, but are answered
  std::string identity_provider;  // how its keys are; empty: none is configured

  bool ready() const { return !draining && database_failure.empty(); }
};

// Thread-safe.
class Readiness {
 public:
  // `database_health` returns the reason why the database does not work, or nothing; it may block.
  // `identity_provider` returns the state of its keys, or is empty. Without keys the server is
  // ready all the same: sessions, API keys and public routes work.
  Readiness(std::function<std::string()> database_health,
            std::function<std::string()> identity_provider)
      : database_health_(std::move(database_health)),
        identity_provider_(std::move(identity_provider)) {}

  void StartDraining() { draining_.store(true, std::memory_order_relaxed); }
  void SetIndexLoaded() { index_loaded_.store(true, std::memory_order_relaxed); }

  ReadinessReport Check() const {
    return {.draining = draining_.load(std::memory_order_relaxed),
            .database_failure = database_health_(),
            .index_loaded = index_loaded_.load(std::memory_order_relaxed),
            .identity_provider = identity_provider_ ? identity_provider_() : std::string()};
  }

 private:
  const std::function<std::string()> database_health_;
  const std::function<std::string()> identity_provider_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> index_loaded_{false};
};

}  // namespace cq::app
