#include "oidc/explanation_text.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/time_text.h"
#include "oidc/algorithm_names.h"
#include "oidc/explanation.h"
#include "oidc/shown_text.h"

namespace cq::oidc {
namespace {

std::string QuotedList(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    if (!list.empty()) list += ", ";
    list += Quoted(text);
  }
  return list;
}

std::string ClockText(const OidcOptions& options, TimePoint now) {
  return "it is " + FormatZuluTime(now) + " here, and clocks may differ by " +
         std::to_string(options.policy.clock_skew.count()) + " s";
}

std::string_view Word(StepResult result) {
  switch (result) {
    case StepResult::kPass:
      return "pass  ";
    case StepResult::kFail:
      return "FAIL  ";
    case StepResult::kSkipped:
      return "skip  ";
  }
  return {};
}

}  // namespace

std::string ProblemText(jose::Refusal refusal, const OidcOptions& options, TimePoint now) {
  switch (refusal) {
    case jose::Refusal::kMalformed:
      return "not a signed token: three parts of unpadded base64url, the first two of them JSON "
             "objects "
             "without repeated members, at most 16 KiB in all";
    case jose::Refusal::kEncrypted:
      return "encrypted (JWE): have the identity provider sign access tokens only";
    case jose::Refusal::kAlgorithmNotAllowed:
      return "accepted are " + NamesOf(options.policy.algorithms);
    case jose::Refusal::kUnsupportedExtension:
      return "no extension is supported";
    case jose::Refusal::kWrongType:
      return options.policy.type_check == jose::TypeCheck::kAtJwt
                 ? "an access token of typ at+jwt is required"
                 : "this is not an access token";
    case jose::Refusal::kWrongIssuer:
      return "expected to the letter: " + Quoted(options.policy.issuer);
    case jose::Refusal::kWrongAudience:
      return "expected one of " + QuotedList(options.policy.audiences);
    case jose::Refusal::kMissingExpiry:
      return "a token must say when it expires";
    case jose::Refusal::kExpired:
      return "expired: " + ClockText(options, now);
    case jose::Refusal::kNotYetValid:
      return "not valid yet: " + ClockText(options, now);
    case jose::Refusal::kIssuedInFuture:
      return "issued in the future: " + ClockText(options, now);
    case jose::Refusal::kSenderConstrained:
      return "bound to a key or certificate of its sender: not accepted as a bare bearer token";
    case jose::Refusal::kMissingSubject:
      return "a token must have a subject";
    case jose::Refusal::kUnknownKey:
      return "no usable key of the identity provider has this kid and fits the algorithm";
    case jose::Refusal::kAmbiguousKey:
      return "the token names no key, and several fit";
    case jose::Refusal::kBadSignature:
      return "no key that fits verifies it";
  }
  return {};
}

std::string ToText(const Explanation& explanation) {
  constexpr std::size_t kNameWidth = 12;
  std::string text;
  for (const ExplainedStep& step : explanation.steps) {
    text += Word(step.result);
    text += step.name;
    if (!step.seen.empty()) {
      text.append(kNameWidth - std::min(kNameWidth - 1, step.name.size()), ' ');
      text += step.seen;
    }
    if (!step.problem.empty()) text += "\n      " + step.problem;
    text += '\n';
  }
  text += explanation.is_accepted ? "The token is accepted.\n" : "The token is refused.\n";
  if (explanation.identity) {
    text += (explanation.is_accepted ? "It is recorded as " : "It would be recorded as ") +
            Quoted(explanation.identity->username) + ", account " +
            Quoted(explanation.identity->subject) + " of " + Quoted(explanation.identity->issuer) +
            ".\n";
  }
  return text;
}

}  // namespace cq::oidc
