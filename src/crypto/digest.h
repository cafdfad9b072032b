// The result of SHA-256 and HMAC-SHA256.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace cq::crypto {

using Digest = std::array<unsigned char, 32>;

inline std::string_view AsText(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace cq::crypto
