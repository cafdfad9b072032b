// The operating system's randomness through OpenSSL's generator.
#pragma once

#include "core/random.h"

namespace cq::crypto {

class RandomBytes final : public RandomSource {
 public:
  void Fill(std::span<std::byte> bytes) override;
};

}  // namespace cq::crypto
