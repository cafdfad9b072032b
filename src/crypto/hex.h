// Lower-case hexadecimal.
#pragma once

#include <string>
#include <string_view>

namespace cq::crypto {

std::string ToHex(std::string_view bytes);

}  // namespace cq::crypto
