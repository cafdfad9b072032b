// Why a token is accepted or refused, check by check, for `cq-server oidc explain`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/token_verifier.h"
#include "core/clock.h"
#include "oidc/key_source.h"
#include "oidc/options.h"

namespace cq::oidc {

enum class StepResult { kPass, kFail, kSkipped };

struct ExplainedStep {
  std::string name;  // "aud"
  StepResult result = StepResult::kSkipped;
  std::string seen;     // what the token has, safe to show; never its signature
  std::string problem;  // with kFail: what is wrong or what would be right
};

struct Explanation {
  std::vector<ExplainedStep> steps;
  std::optional<auth::ExternalIdentity> identity;  // that would be recorded if all else were well
  bool is_accepted = false;
};

// Uses the very functions that verify requests. A check that fails does not hide the next ones.
Explanation Explain(std::string_view token, const OidcOptions& options, const KeyFetch& keys,
                    TimePoint now);

// Lines that end in a line feed.
std::string ToText(const Explanation& explanation);

}  // namespace cq::oidc
