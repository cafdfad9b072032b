// JWS algorithms this server can verify (RFC 7518 section 3.1, RFC 8037).
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>

namespace cq::jose {

// "none" and the HS* family have no enumerator: they cannot be allowed by mistake.
enum class Algorithm {
  kRs256,
  kRs384,
  kRs512,
  kPs256,
  kPs384,
  kPs512,
  kEs256,
  kEs384,
  kEs512,
  kEdDsa,  // Ed25519 only
};

inline constexpr std::size_t kAlgorithmCount = 10;

// By its registered name, case-sensitive.
std::optional<Algorithm> ParseAlgorithm(std::string_view name);
std::string_view AlgorithmName(Algorithm algorithm);

class AlgorithmSet {
 public:
  void Add(Algorithm algorithm) { members_.set(static_cast<std::size_t>(algorithm)); }
  bool Contains(Algorithm algorithm) const {
    return members_.test(static_cast<std::size_t>(algorithm));
  }
  bool IsEmpty() const { return members_.none(); }
  bool operator==(const AlgorithmSet&) const = default;

 private:
  std::bitset<kAlgorithmCount> members_;
};

}  // namespace cq::jose
