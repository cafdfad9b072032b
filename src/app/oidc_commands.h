// The commands `oidc check` and `oidc explain`.
#pragma once

#include "config/settings.h"

namespace cq::app {

// Both return the exit code: 0 when tokens can be verified, or the token would be accepted.
int CheckIdentityProvider(const config::Settings& settings);
// Reads the token from standard input.
int ExplainToken(const config::Settings& settings);

}  // namespace cq::app
