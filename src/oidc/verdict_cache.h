// Tokens that verified, so that their next use costs a hash instead of a signature.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
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
// longest makes room.
//
// A token is looked up by the end of its signature and taken for the remembered one when the
// SHA-256 of all of it is the same: so a token never seen costs no hash here.
class VerdictCache {
 public:
  explicit VerdictCache(std::size_t capacity = kRememberedVerdicts) : capacity_(capacity) {}

  // nullopt when the token is unknown, past its exp, or its key not among `keys`: then it is
  // forgotten.
  std::optional<auth::ExternalIdentity> Find(std::string_view token, TimePoint now,
                                             const KeySet& keys);

  void Remember(std::string_view token, Verdict verdict);

  std::size_t size() const;

 private:
  // The last characters of a token, or all of a shorter one.
  using End = std::array<char, 16>;
  struct Entry {
    End end{};
    crypto::Digest digest{};
    Verdict verdict;
  };
  // Nobody can choose the signature of a token that verifies.
  struct Hash {
    std::size_t operator()(const End& end) const {
      std::size_t hash = 0;
      std::memcpy(&hash, end.data(), sizeof(hash));
      return hash;
    }
  };
  using Entries = std::list<Entry>;

  static End EndOf(std::string_view token);
  bool Has(const End& end) const;

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  Entries entries_;  // the latest used first
  std::unordered_map<End, Entries::iterator, Hash> by_end_;
};

}  // namespace cq::oidc
