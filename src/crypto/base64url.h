// Base64url without padding (RFC 4648 section 5, RFC 7515 appendix C).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cq::crypto {

std::string EncodeBase64Url(std::string_view bytes);

// Strict: only the alphabet, no padding, no impossible length, unused bits zero.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace cq::crypto
