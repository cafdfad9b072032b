// Whether this process should get traffic, and if not, why.
#pragma once

#include <atomic>
#include <functional>
#include <string>

namespace cq::app {

struct ReadinessReport {
  bool draining = false;
  std::string database_failure;  // empty when healthy
  bool index_loaded = false;     // queries wait for it, but are answered

  bool ready() const { return !draining && database_failure.empty(); }
};

// Thread-safe.
class Readiness {
 public:
  // `database_health` returns the reason why the database does not work, or nothing. May block.
  explicit Readiness(std::function<std::string()> database_health)
      : database_health_(std::move(database_health)) {}

  void StartDraining() { draining_.store(true, std::memory_order_relaxed); }
  void SetIndexLoaded() { index_loaded_.store(true, std::memory_order_relaxed); }

  ReadinessReport Check() const {
    return {.draining = draining_.load(std::memory_order_relaxed),
            .database_failure = database_health_(),
            .index_loaded = index_loaded_.load(std::memory_order_relaxed)};
  }

 private:
  const std::function<std::string()> database_health_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> index_loaded_{false};
};

}  // namespace cq::app
