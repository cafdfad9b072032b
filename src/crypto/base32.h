// Base32 (RFC 4648 section 6) in lower case and without padding.
#pragma once

#include <string>
#include <string_view>

namespace cq::crypto {

std::string EncodeBase32(std::string_view bytes);

}  // namespace cq::crypto
