// The checks of a token's header and claims, one by one, in the order in which ReadToken makes
// them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/clock.h"
#include "jose/jwt.h"
#include "jose/refusal.h"
#include "json/value.h"

namespace cq::jose {

struct TokenCheck {
  std::string_view member;  // of the header or the claims: "alg", "iss"
  // Nothing when it passes. Looks at this member only, whatever became of the others.
  std::optional<Refusal> (*run)(const json::Value& object, const TokenPolicy& policy,
                                TimePoint now);
};

std::span<const TokenCheck> HeaderChecks();
std::span<const TokenCheck> ClaimChecks();

// What the first check that fails says.
std::optional<Refusal> RunChecks(std::span<const TokenCheck> checks, const json::Value& object,
                                 const TokenPolicy& policy, TimePoint now);

}  // namespace cq::jose
