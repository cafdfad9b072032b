// Comparison and erasure of secrets.
#pragma once

#include <string>
#include <string_view>

namespace cq::crypto {

// Takes the same time whatever the contents; the lengths are no secret.
bool ConstantTimeEqual(std::string_view left, std::string_view right);

// Overwrites the text in a way that the optimiser keeps, then empties it.
void Wipe(std::string& secret);

}  // namespace cq::crypto
