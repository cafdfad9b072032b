// What the verification of tokens tells logs and metrics.
#pragma once

#include <chrono>
#include <string_view>

#include "oidc/key_status.h"

namespace cq::oidc {

enum class RefreshResult {
  kKeys,
  kNoUsableKeys,  // an answer, but with nothing in it to verify by
  kFailure,
};

// "keys", "no_usable_keys", "failure"
std::string_view RefreshResultName(RefreshResult result);

// Implementations are thread-safe and never block. Views are valid during the call only; texts may
// hold what the provider sent, never a token.
class Observer {
 public:
  virtual ~Observer() = default;

  // "verified", "remembered" or the reason of the refusal: a bounded set of static texts. Once for
  // a request, not for KeysPending.
  virtual void OnVerification(std::string_view result, std::chrono::nanoseconds duration) = 0;
  virtual void OnRefresh(RefreshResult result, std::chrono::nanoseconds duration) = 0;
  // The health is another one now.
  virtual void OnHealth(KeyHealth health, std::string_view text) = 0;
  // A refresh brought other keys than were there.
  virtual void OnRotation(std::string_view text) = 0;
};

}  // namespace cq::oidc
