// Tokens that verified, so that their next use costs a hash instead of a signature.
#pragma once

#include <cstddef>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "auth/token_verifier.h"
#include "core/clock.h"
#include "crypto/digest.h"
#include "jose/jwk_set.h"
#include "oidc/key_status.h"

namespace cq::oidc {

inline constexpr std::size_t kRememberedVerdicts = 10'000;

struct Verdict {
  auth::ExternalIdentity identity;
  TimePoint expires_at;                  // the token's exp, without skew
  std::shared_ptr<const jose::Jwk> key;  // that verified it
  std::uint64_t keys_version = 0;        // of a set that has the key
};

// Thread-safe. Only good tokens are remembered, so others cannot displace them; the one unused for
// longest makes room. Every operation takes constant time.
class VerdictCache {
 public:
  explicit VerdictCache(std::size_t capacity = kRememberedVerdicts) : capacity_(capacity) {}

  // By the SHA-256 of the whole token. nullopt when the token is past its exp, or its key not among
  // `keys`: then it is forgotten.
  std::optional<auth::ExternalIdentity> Find(const crypto::Digest& token, TimePoint now,
                                             const KeySet& keys);

  void Remember(const crypto::Digest& token, Verdict verdict);

  std::size_t size() const;

 private:
  struct Entry {
    crypto::Digest token;
    Verdict verdict;
  };
  // A part of a good hash is one, and nobody can choose it for tokens that verify.
  struct Hash {
    std::size_t operator()(const crypto::Digest& digest) const {
      std::size_t hash = 0;
      std::memcpy(&hash, digest.data(), sizeof(hash));
      return hash;
    }
  };
  using Entries = std::list<Entry>;

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  Entries entries_;  // the latest used first
  std::unordered_map<crypto::Digest, Entries::iterator, Hash> by_token_;
};

}  // namespace cq::oidc
