#include "oidc/explanation.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/time_text.h"
#include "jose/jws.h"
#include "jose/numeric_date.h"
#include "jose/strict_json.h"
#include "jose/token_checks.h"
#include "oidc/explanation_text.h"
#include "oidc/identity.h"
#include "oidc/shown_text.h"

namespace cq::oidc {
namespace {

using jose::Refusal;

bool IsTime(std::string_view member) {
  return member == "exp" || member == "nbf" || member == "iat";
}

// The member as JSON; a time also as one that people can read.
std::string ShownMember(const json::Value& object, std::string_view member) {
  const json::Value* value = object.Find(member);
  std::string shown = Shown(value);
  const auto time =
      value != nullptr && IsTime(member) ? jose::ReadNumericDate(*value) : std::nullopt;
  if (time) shown += " (" + FormatZuluTime(*time) + ")";
  return shown;
}

std::optional<jose::Algorithm> AlgorithmOf(const json::Value& header) {
  const json::Value* name = header.Find("alg");
  if (name == nullptr || name->AsString() == nullptr) return std::nullopt;
  return jose::ParseAlgorithm(*name->AsString());
}

class Explainer {
 public:
  Explainer(const OidcOptions& options, TimePoint now) : options_(options), now_(now) {}

  Explanation Run(std::string_view token, const KeyFetch& keys) {
    const auto jws = jose::ReadJws(token);
    std::optional<json::Value> claims;
    if (jws) claims = jose::ParseStrictObject(jws->payload);
    ExplainForm(token, jws ? std::nullopt : std::optional(jws.error()));
    ExplainChecks("header ", jose::HeaderChecks(), jws ? &jws->header : nullptr);
    if (jws) {
      Add("payload", claims ? std::nullopt : std::optional(Refusal::kMalformed),
          std::to_string(jws->payload.size()) + " bytes");
    } else {
      Skip("payload");
    }
    ExplainChecks("", jose::ClaimChecks(), claims ? &*claims : nullptr);
    ExplainKey(jws ? &*jws : nullptr, keys);
    ExplainIdentity(claims ? &*claims : nullptr);
    explanation_.is_accepted = std::ranges::all_of(
        explanation_.steps,
        [](const ExplainedStep& step) { return step.result == StepResult::kPass; });
    return std::move(explanation_);
  }

 private:
  void ExplainForm(std::string_view token, std::optional<Refusal> refusal) {
    Add("form", refusal,
        std::to_string(token.size()) + " bytes, " +
            std::to_string(std::ranges::count(token, '.') + 1) + " parts");
  }

  // `object` is nullptr when it cannot be read.
  void ExplainChecks(const std::string& prefix, std::span<const jose::TokenCheck> checks,
                     const json::Value* object) {
    for (const jose::TokenCheck& check : checks) {
      const std::string name = prefix + std::string(check.member);
      if (object == nullptr) {
        Skip(name);
      } else {
        Add(name, check.run(*object, options_.policy, now_), ShownMember(*object, check.member));
      }
    }
  }

  // The key and the signature are looked at whatever the header and the claims say.
  void ExplainKey(const jose::Jws* jws, const KeyFetch& keys) {
    if (!keys.keys) {
      AddFailure("key", {}, "the keys cannot be had: " + keys.keys.error());
      Skip("signature");
      return;
    }
    const auto algorithm = jws == nullptr ? std::nullopt : AlgorithmOf(jws->header);
    if (!algorithm) {
      Skip("key");
      Skip("signature");
      return;
    }
    const json::Value* kid = jws->header.Find("kid");
    std::optional<std::string> kid_text;
    if (kid != nullptr && kid->AsString() != nullptr) kid_text = *kid->AsString();
    const auto key = jose::VerifyJws({.algorithm = *algorithm,
                                      .kid = kid_text,
                                      .signing_input = jws->signing_input,
                                      .signature = jws->signature},
                                     keys.keys->set);
    const bool was_found = key || key.error() == Refusal::kBadSignature;
    Add("key", was_found ? std::nullopt : std::optional(key.error()), "kid " + Shown(kid));
    if (key) {
      Add("signature", std::nullopt, "by the key of thumbprint " + (*key)->thumbprint);
    } else if (was_found) {
      Add("signature", key.error(), std::to_string(jws->signature.size()) + " bytes");
    } else {
      Skip("signature");
    }
  }

  void ExplainIdentity(const json::Value* claims) {
    const json::Value* subject = claims == nullptr ? nullptr : claims->Find("sub");
    if (subject == nullptr || subject->AsString() == nullptr) {
      Skip("identity");
      return;
    }
    jose::UnverifiedToken token;
    token.claims = *claims;
    token.subject = *subject->AsString();
    const std::string seen =
        options_.identity_claim + " " + ShownMember(*claims, options_.identity_claim);
    auto identity = IdentityOf(token, options_);
    if (identity) {
      Add("identity", std::nullopt, seen);
      explanation_.identity = *std::move(identity);
    } else {
      AddFailure("identity", seen, identity.error().detail);
    }
  }

  void Add(std::string name, std::optional<Refusal> refusal, std::string seen) {
    if (refusal) {
      AddFailure(std::move(name), std::move(seen), ProblemText(*refusal, options_, now_));
      return;
    }
    explanation_.steps.push_back({.name = std::move(name),
                                  .result = StepResult::kPass,
                                  .seen = std::move(seen),
                                  .problem = {}});
  }

  void AddFailure(std::string name, std::string seen, std::string problem) {
    explanation_.steps.push_back({.name = std::move(name),
                                  .result = StepResult::kFail,
                                  .seen = std::move(seen),
                                  .problem = std::move(problem)});
  }

  void Skip(std::string name) {
    explanation_.steps.push_back(
        {.name = std::move(name), .result = StepResult::kSkipped, .seen = {}, .problem = {}});
  }

  const OidcOptions& options_;
  const TimePoint now_;
  Explanation explanation_;
};

}  // namespace

Explanation Explain(std::string_view token, const OidcOptions& options, const KeyFetch& keys,
                    TimePoint now) {
  return Explainer(options, now).Run(token, keys);
}

}  // namespace cq::oidc
