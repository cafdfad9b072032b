#include <algorithm>
#include <array>
#include <string>

#include "jose/token_checks.h"

namespace cq::jose {
namespace {

// `lower` is in lower case.
bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

std::optional<Refusal> CheckAlgorithm(const json::Value& header, const TokenPolicy& policy,
                                      TimePoint /*now*/) {
  const json::Value* name = header.Find("alg");
  if (name == nullptr || name->AsString() == nullptr) return Refusal::kMalformed;
  const std::optional<Algorithm> algorithm = ParseAlgorithm(*name->AsString());
  if (!algorithm || !policy.algorithms.Contains(*algorithm)) return Refusal::kAlgorithmNotAllowed;
  return std::nullopt;
}

// No extension is understood here, hence none may be critical (RFC 7515 section 4.1.11).
std::optional<Refusal> CheckCritical(const json::Value& header, const TokenPolicy& /*policy*/,
                                     TimePoint /*now*/) {
  if (header.Find("crit") != nullptr) return Refusal::kUnsupportedExtension;
  return std::nullopt;
}

// RFC 7797: with "b64": false the payload would be signed in another form than it is read in.
std::optional<Refusal> CheckPayloadEncoding(const json::Value& header,
                                            const TokenPolicy& /*policy*/, TimePoint /*now*/) {
  if (header.Find("b64") != nullptr) return Refusal::kUnsupportedExtension;
  return std::nullopt;
}

std::optional<Refusal> CheckKeyId(const json::Value& header, const TokenPolicy& /*policy*/,
                                  TimePoint /*now*/) {
  const json::Value* kid = header.Find("kid");
  if (kid == nullptr) return std::nullopt;
  if (kid->AsString() == nullptr || kid->AsString()->size() > kMaxKidBytes) {
    return Refusal::kMalformed;
  }
  return std::nullopt;
}

std::optional<Refusal> CheckType(const json::Value& header, const TokenPolicy& policy,
                                 TimePoint /*now*/) {
  const json::Value* type = header.Find("typ");
  const bool is_lenient = policy.type_check == TypeCheck::kUsual;
  if (type == nullptr) return is_lenient ? std::nullopt : std::optional(Refusal::kWrongType);
  const std::string* name = type->AsString();
  if (name == nullptr) return Refusal::kMalformed;
  if (EqualsIgnoringCase(*name, "at+jwt") || EqualsIgnoringCase(*name, "application/at+jwt") ||
      (is_lenient && EqualsIgnoringCase(*name, "jwt"))) {
    return std::nullopt;
  }
  return Refusal::kWrongType;
}

constexpr std::array kChecks = {
    TokenCheck{"alg", CheckAlgorithm},
    TokenCheck{"crit", CheckCritical},
    TokenCheck{"b64", CheckPayloadEncoding},
    TokenCheck{"kid", CheckKeyId},
    TokenCheck{"typ", CheckType},
};

}  // namespace

std::span<const TokenCheck> HeaderChecks() { return kChecks; }

std::optional<Refusal> RunChecks(std::span<const TokenCheck> checks, const json::Value& object,
                                 const TokenPolicy& policy, TimePoint now) {
  for (const TokenCheck& check : checks) {
    if (const std::optional<Refusal> refusal = check.run(object, policy, now)) return refusal;
  }
  return std::nullopt;
}

}  // namespace cq::jose
