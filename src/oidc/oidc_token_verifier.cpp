#include "oidc/oidc_token_verifier.h"

#include <utility>
#include <variant>

#include "oidc/identity.h"

namespace cq::oidc {
namespace {

using auth::Patience;
using auth::TokenRefusal;
using auth::Verification;

TokenRefusal Invalid(jose::Refusal refusal) {
  return {.kind = TokenRefusal::Kind::kInvalidToken,
          .reason = jose::RefusalName(refusal),
          .detail = {},
          .retry_after = {}};
}

// A provider may publish a key late, or a new one under an old kid.
bool CanNewKeysHelp(jose::Refusal refusal) {
  return refusal == jose::Refusal::kUnknownKey || refusal == jose::Refusal::kBadSignature;
}

// nullopt for what is not final.
std::optional<std::string_view> ResultName(const Verification& verification) {
  if (std::holds_alternative<auth::ExternalIdentity>(verification)) return "verified";
  if (const auto* refusal = std::get_if<TokenRefusal>(&verification)) return refusal->reason;
  return std::nullopt;
}

}  // namespace

std::optional<auth::ExternalIdentity> OidcTokenVerifier::TryVerify(std::string_view token) {
  return Recall(token);
}

std::optional<auth::ExternalIdentity> OidcTokenVerifier::Recall(std::string_view token) {
  const SteadyTime started = steady_clock_.Now();
  const auto keys = keys_.Current();
  if (!keys) return std::nullopt;
  auto identity = verdicts_.Find(token, clock_.Now(), *keys);
  if (identity) observer_.OnVerification("remembered", steady_clock_.Now() - started);
  return identity;
}

Verification OidcTokenVerifier::Verify(std::string_view token, Patience patience) {
  if (auto identity = Recall(token)) return *std::move(identity);
  const SteadyTime started = steady_clock_.Now();
  Verification verification = VerifyAnew(token, patience);
  if (const auto result = ResultName(verification)) {
    observer_.OnVerification(*result, steady_clock_.Now() - started);
  }
  return verification;
}

Verification OidcTokenVerifier::VerifyAnew(std::string_view token, Patience patience) {
  const auto read = jose::ReadToken(token, options_.policy, clock_.Now());
  if (!read) return Invalid(read.error());

  while (true) {
    const auto keys = keys_.Current();
    std::optional<jose::Refusal> refusal;
    if (keys) {
      auto key = jose::VerifySignature(*read, keys->keys);
      if (key) return Accept(token, *read, *std::move(key), keys->version);
      refusal = key.error();
      if (!CanNewKeysHelp(*refusal)) return Invalid(*refusal);
    }
    if (patience == Patience::kHasWaited) return RefuseForKey(refusal);

    KeyDemand demand = keys_.Demand(keys ? keys->version : 0);
    switch (demand.outcome) {
      case KeyDemand::Outcome::kWait:
        return auth::KeysPending{.wait = std::move(demand.wait)};
      case KeyDemand::Outcome::kNewKeys:
        break;
      case KeyDemand::Outcome::kTooSoon:
        return RefuseForKey(refusal);
      case KeyDemand::Outcome::kCrowded:
        return Unavailable("too_many_waiting");
    }
  }
}

Verification OidcTokenVerifier::Accept(std::string_view token, const jose::UnverifiedToken& read,
                                       std::shared_ptr<const jose::Jwk> key,
                                       std::uint64_t keys_version) {
  auto identity = IdentityOf(read, options_);
  if (!identity) {
    return TokenRefusal{.kind = TokenRefusal::Kind::kUnusableIdentity,
                        .reason = identity.error().reason,
                        .detail = std::move(identity.error().detail),
                        .retry_after = {}};
  }
  // Within the clock skew a verdict would only displace one of use.
  if (clock_.Now() < read.expires_at) {
    verdicts_.Remember(token, {.identity = *identity,
                               .expires_at = read.expires_at,
                               .key = std::move(key),
                               .keys_version = keys_version});
  }
  return *std::move(identity);
}

Verification OidcTokenVerifier::RefuseForKey(std::optional<jose::Refusal> refusal) const {
  if (!refusal) return Unavailable("keys_unavailable");
  // The key may be one that could not be fetched: that says nothing of the token.
  if (*refusal == jose::Refusal::kUnknownKey && !keys_.IsUpToDate()) {
    return Unavailable("keys_unavailable");
  }
  return Invalid(*refusal);
}

TokenRefusal OidcTokenVerifier::Unavailable(std::string_view reason) const {
  return {.kind = TokenRefusal::Kind::kUnavailable,
          .reason = reason,
          .detail = {},
          .retry_after = keys_.RetryAfter()};
}

}  // namespace cq::oidc
