// ECDSA signatures: the fixed-length form of JWS (RFC 7518 section 3.4) as the DER that EVP takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cq::jose {

// `signature` is r and s, each as long as `order`, the big-endian order n of the curve's group.
// Nothing when the length differs or r or s is not within 1..n-1.
std::optional<std::string> EcdsaSignatureToDer(std::string_view signature, std::string_view order);

}  // namespace cq::jose
