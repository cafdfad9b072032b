// Why a token is refused: one enumerator a reason, for the log line and the metric label.
#pragma once

#include <string_view>

namespace cq::jose {

enum class Refusal {
  kMalformed,             // size, dots, base64url, JSON, duplicate members, a member's type
  kEncrypted,             // JWE
  kAlgorithmNotAllowed,   // not in the allow-list, or none of ours
  kUnsupportedExtension,  // crit or b64
  kWrongType,             // header typ, or payload typ of an ID, refresh, logout or offline token
  kWrongIssuer,
  kWrongAudience,
  kMissingExpiry,
  kExpired,
  kNotYetValid,        // nbf
  kIssuedInFuture,     // iat
  kSenderConstrained,  // cnf: no bare bearer token
  kMissingSubject,     // sub absent, empty or no string
  kUnknownKey,         // no usable key has the kid, or none fits a token without kid
  kAmbiguousKey,       // no kid, and several usable keys fit
  kBadSignature,
};

// "wrong_audience"
std::string_view RefusalName(Refusal refusal);

}  // namespace cq::jose
