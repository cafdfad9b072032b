// Key sets: every key that is called usable can be used, and every other one has a reason.
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/fuzz_target.h"
#include "jose/jwk_set.h"
#include "jose/jwt.h"
#include "jose/signature_verifier.h"

using cq::fuzz::Require;
using cq::jose::Algorithm;

namespace {

constexpr std::size_t kThumbprintCharacters = 43;

void CheckUsable(const cq::jose::Jwk& key) {
  Require(!key.algorithms.IsEmpty());
  Require(!key.kid || key.kid->size() <= cq::jose::kMaxKidBytes);
  Require(key.thumbprint.size() == kThumbprintCharacters);
  for (std::size_t i = 0; i < cq::jose::kAlgorithmCount; ++i) {
    Require(!key.verifier->Verify(static_cast<Algorithm>(i), "text", "no signature"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto set = cq::jose::JwkSet::Parse(text);
  if (!set) {
    Require(!set.error().empty());
    return 0;
  }
  Require(set->keys().size() + set->unusable().size() <= cq::jose::kMaxJwkSetKeys + 1);
  for (const auto& key : set->keys()) {
    CheckUsable(*key);
    Require(set->Contains(*key));
  }
  for (const auto& key : set->unusable()) Require(!key.reason.empty());
  return 0;
}
