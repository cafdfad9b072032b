// Limits how often logins may fail for one name or from one address.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "crypto/hmac_sha256.h"

namespace cq::auth {

struct FailureLimit {
  std::size_t failures = 10;        // at once; 0: no limit
  std::chrono::seconds window{60};  // in which so many are forgiven again, evenly
};

// Thread-safe. A table of fixed size, indexed by a secret hash: nothing is ever evicted, so nobody
// can reset a counter, and names that share a slot can only be throttled earlier.
class FailureTable {
 public:
  FailureTable(FailureLimit limit, RandomSource& random);

  // How long the subject has to wait before its next attempt, or nullopt.
  std::optional<std::chrono::seconds> WaitAt(std::string_view subject, TimePoint now) const;
  void CountFailure(std::string_view subject, TimePoint now);

 private:
  std::size_t SlotOf(std::string_view subject) const;

  const FailureLimit limit_;
  const TimePoint::duration per_failure_;
  const crypto::HmacSha256 slot_hash_;
  mutable std::mutex mutex_;
  std::vector<TimePoint> forgiven_at_;  // when all failures of the slot will be forgiven
};

struct LoginThrottleLimits {
  FailureLimit per_user{.failures = 10, .window = std::chrono::seconds(60)};
  FailureLimit per_address{.failures = 30, .window = std::chrono::seconds(60)};
};

// Thread-safe.
class LoginThrottle {
 public:
  // `random` is used during construction only.
  LoginThrottle(LoginThrottleLimits limits, RandomSource& random)
      : users_(limits.per_user, random), addresses_(limits.per_address, random) {}

  std::optional<std::chrono::seconds> WaitAt(std::string_view username, std::string_view address,
                                             TimePoint now) const;
  void CountFailure(std::string_view username, std::string_view address, TimePoint now);

 private:
  FailureTable users_;
  FailureTable addresses_;
};

// What one client can choose its address from: an IPv6 /64, else the address itself.
std::string AddressScope(std::string_view address);

}  // namespace cq::auth
