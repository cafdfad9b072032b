// Recognises RSA keys of the ROCA flaw (CVE-2017-15361), which can be factored.
#pragma once

#include <openssl/types.h>

namespace cq::jose {

// Modulo each of 38 small primes, such a modulus is a power of 65537 (Nemec et al., "The Return of
// Coppersmith's Attack", section 3.2). One sound modulus in 10^8 looks the same by chance.
bool HasRocaFingerprint(const BIGNUM* modulus);

}  // namespace cq::jose
