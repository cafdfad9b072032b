#include "jose/refusal.h"

namespace cq::jose {

std::string_view RefusalName(Refusal refusal) {
  switch (refusal) {
    case Refusal::kMalformed:
      return "malformed";
    case Refusal::kEncrypted:
      return "encrypted";
    case Refusal::kAlgorithmNotAllowed:
      return "algorithm_not_allowed";
    case Refusal::kUnsupportedExtension:
      return "unsupported_extension";
    case Refusal::kWrongType:
      return "wrong_type";
    case Refusal::kWrongIssuer:
      return "wrong_issuer";
    case Refusal::kWrongAudience:
      return "wrong_audience";
    case Refusal::kMissingExpiry:
      return "missing_expiry";
    case Refusal::kExpired:
      return "expired";
    case Refusal::kNotYetValid:
      return "not_yet_valid";
    case Refusal::kIssuedInFuture:
      return "issued_in_future";
    case Refusal::kSenderConstrained:
      return "sender_constrained";
    case Refusal::kMissingSubject:
      return "missing_subject";
    case Refusal::kUnknownKey:
      return "unknown_key";
    case Refusal::kAmbiguousKey:
      return "ambiguous_key";
    case Refusal::kBadSignature:
      return "bad_signature";
  }
  return "unknown";
}

}  // namespace cq::jose
