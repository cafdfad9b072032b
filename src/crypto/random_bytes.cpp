#include "crypto/random_bytes.h"

#include <openssl/rand.h>

#include <stdexcept>

namespace cq::crypto {

void RandomBytes::Fill(std::span<std::byte> bytes) {
  if (RAND_bytes_ex(nullptr, reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), 0) !=
      1) {
    throw std::runtime_error("the random generator failed");
  }
}

}  // namespace cq::crypto
