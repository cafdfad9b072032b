// The entry point that libFuzzer and the corpus replay call, and what targets check with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// The name and shape are libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(  // NOLINT(readability-identifier-naming)
    const std::uint8_t* data, std::size_t size);

namespace cq::fuzz {

// Ends the process, which libFuzzer and CTest report.
inline void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace cq::fuzz
