// The words of an explanation.
#pragma once

#include <string>

#include "core/clock.h"
#include "jose/refusal.h"
#include "oidc/options.h"

namespace cq::oidc {

// What a check that ended in this refusal asks of a token.
std::string ProblemText(jose::Refusal refusal, const OidcOptions& options, TimePoint now);

}  // namespace cq::oidc
