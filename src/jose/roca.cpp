#include "jose/roca.h"

#include <openssl/bn.h>

#include <algorithm>
#include <array>

namespace cq::jose {
namespace {

using Residue = unsigned int;

constexpr Residue kGenerator = 65537;
constexpr std::array<Residue, 38> kPrimes = {
    3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
    73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

bool IsPowerOfGenerator(Residue residue, Residue prime) {
  Residue power = 1;
  do {
    if (power == residue) return true;
    power = power * (kGenerator % prime) % prime;
  } while (power != 1);
  return false;
}

}  // namespace

bool HasRocaFingerprint(const BIGNUM* modulus) {
  return std::all_of(kPrimes.begin(), kPrimes.end(), [modulus](Residue prime) {
    return IsPowerOfGenerator(static_cast<Residue>(BN_mod_word(modulus, prime)), prime);
  });
}

}  // namespace cq::jose
