#include <algorithm>
#include <array>
#include <string>

#include "jose/numeric_date.h"
#include "jose/token_checks.h"

namespace cq::jose {
namespace {

std::optional<Refusal> CheckIssuer(const json::Value& claims, const TokenPolicy& policy,
                                   TimePoint /*now*/) {
  const json::Value* issuer = claims.Find("iss");
  if (issuer == nullptr) return Refusal::kWrongIssuer;
  if (issuer->AsString() == nullptr) return Refusal::kMalformed;
  if (*issuer->AsString() != policy.issuer) return Refusal::kWrongIssuer;
  return std::nullopt;
}

bool IsAccepted(const std::string& audience, const TokenPolicy& policy) {
  return std::find(policy.audiences.begin(), policy.audiences.end(), audience) !=
         policy.audiences.end();
}

// A text or an array of texts (RFC 7519 section 4.1.3). An array with anything else in it is
// malformed, even if an accepted audience is there too.
std::optional<Refusal> CheckAudience(const json::Value& claims, const TokenPolicy& policy,
                                     TimePoint /*now*/) {
  const json::Value* audience = claims.Find("aud");
  if (audience == nullptr) return Refusal::kWrongAudience;
  bool is_accepted = false;
  if (const std::string* single = audience->AsString()) {
    is_accepted = IsAccepted(*single, policy);
  } else if (const json::Array* several = audience->AsArray()) {
    for (const json::Value& item : *several) {
      if (item.AsString() == nullptr) return Refusal::kMalformed;
      is_accepted = is_accepted || IsAccepted(*item.AsString(), policy);
    }
  } else {
    return Refusal::kMalformed;
  }
  return is_accepted ? std::nullopt : std::optional(Refusal::kWrongAudience);
}

std::optional<Refusal> CheckExpiry(const json::Value& claims, const TokenPolicy& policy,
                                   TimePoint now) {
  const json::Value* expiry = claims.Find("exp");
  if (expiry == nullptr) return Refusal::kMissingExpiry;
  const std::optional<TimePoint> expires_at = ReadNumericDate(*expiry);
  if (!expires_at) return Refusal::kMalformed;
  if (now >= *expires_at + policy.clock_skew) return Refusal::kExpired;
  return std::nullopt;
}

std::optional<Refusal> CheckNotInFuture(const json::Value* claim, const TokenPolicy& policy,
                                        TimePoint now, Refusal refusal) {
  if (claim == nullptr) return std::nullopt;
  const std::optional<TimePoint> time = ReadNumericDate(*claim);
  if (!time) return Refusal::kMalformed;
  if (*time > now + policy.clock_skew) return refusal;
  return std::nullopt;
}

std::optional<Refusal> CheckNotBefore(const json::Value& claims, const TokenPolicy& policy,
                                      TimePoint now) {
  return CheckNotInFuture(claims.Find("nbf"), policy, now, Refusal::kNotYetValid);
}

std::optional<Refusal> CheckIssuedAt(const json::Value& claims, const TokenPolicy& policy,
                                     TimePoint now) {
  return CheckNotInFuture(claims.Find("iat"), policy, now, Refusal::kIssuedInFuture);
}

// Keycloak's access tokens and its other tokens differ in this claim only. It means nothing
// elsewhere, so other values and types pass.
std::optional<Refusal> CheckTokenType(const json::Value& claims, const TokenPolicy& /*policy*/,
                                      TimePoint /*now*/) {
  static constexpr std::array<std::string_view, 4> kOtherTokens = {"ID", "Refresh", "Logout",
                                                                   "Offline"};
  const json::Value* type = claims.Find("typ");
  if (type == nullptr || type->AsString() == nullptr) return std::nullopt;
  const bool is_other =
      std::find(kOtherTokens.begin(), kOtherTokens.end(), *type->AsString()) != kOtherTokens.end();
  return is_other ? std::optional(Refusal::kWrongType) : std::nullopt;
}

// RFC 7800: only the holder of a key may use such a token, and no proof of that is asked for here.
std::optional<Refusal> CheckConfirmation(const json::Value& claims, const TokenPolicy& /*policy*/,
                                         TimePoint /*now*/) {
  if (claims.Find("cnf") != nullptr) return Refusal::kSenderConstrained;
  return std::nullopt;
}

std::optional<Refusal> CheckSubject(const json::Value& claims, const TokenPolicy& /*policy*/,
                                    TimePoint /*now*/) {
  const json::Value* subject = claims.Find("sub");
  if (subject == nullptr || subject->AsString() == nullptr || subject->AsString()->empty()) {
    return Refusal::kMissingSubject;
  }
  return std::nullopt;
}

constexpr std::array kChecks = {
    TokenCheck{"iss", CheckIssuer},       TokenCheck{"aud", CheckAudience},
    TokenCheck{"exp", CheckExpiry},       TokenCheck{"nbf", CheckNotBefore},
    TokenCheck{"iat", CheckIssuedAt},     TokenCheck{"typ", CheckTokenType},
    TokenCheck{"cnf", CheckConfirmation}, TokenCheck{"sub", CheckSubject},
};

}  // namespace

std::span<const TokenCheck> ClaimChecks() { return kChecks; }

}  // namespace cq::jose
