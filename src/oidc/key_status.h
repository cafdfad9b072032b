// How the server stands with the identity provider's keys.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "jose/jwk_set.h"
#include "oidc/steady_clock.h"

namespace cq::oidc {

enum class KeyHealth {
  kStarting,  // the first fetch has not ended
  kNoKeys,    // no token can be verified
  kCurrent,
  kStale,  // the last refresh failed; the keys from before are in use
};

// Immutable once published, hence thread-safe.
struct KeySet {
  jose::JwkSet keys;
  std::uint64_t version = 0;  // another for every published set, larger than 0
  SteadyTime fetched_at;
};

struct KeyStatus {
  KeyHealth health = KeyHealth::kStarting;
  std::size_t usable_keys = 0;
  std::size_t unusable_keys = 0;
  std::optional<std::chrono::seconds> age;  // of the keys; nullopt without keys
  std::size_t waiting = 0;                  // requests that wait for a fetch
  std::string failure;                      // of the last fetch; empty when it brought keys
};

inline bool CanVerify(const KeyStatus& status) {
  return status.health == KeyHealth::kCurrent || status.health == KeyHealth::kStale;
}

// One line for the readiness report: "keys available".
std::string ReadinessText(const KeyStatus& status);

}  // namespace cq::oidc
