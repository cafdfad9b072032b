// Randomness as an injected dependency; crypto/ has the cryptographic implementation.
#pragma once

#include <cstddef>
#include <span>

namespace cq {

// Thread-safe. Throws std::runtime_error when the generator fails; never returns weak bytes.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void Fill(std::span<std::byte> bytes) = 0;
};

}  // namespace cq
