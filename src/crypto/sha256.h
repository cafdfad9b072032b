// SHA-256 of a text.
#pragma once

#include <string_view>

#include "crypto/digest.h"

namespace cq::crypto {

// Thread-safe. Throws std::runtime_error when the library fails.
Digest Sha256(std::string_view data);

}  // namespace cq::crypto
