// Which content codings a client takes (RFC 9110 12.5.3).
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace cq::http {

// The preferred one first, where a client ranks them equal.
enum class ContentCoding { kBrotli, kGzip, kIdentity };

inline constexpr std::array<ContentCoding, 3> kContentCodings{
    ContentCoding::kBrotli, ContentCoding::kGzip, ContentCoding::kIdentity};

// As in Content-Encoding: "br", "gzip", "identity".
std::string_view CodingName(ContentCoding coding);

class AcceptedCodings {
 public:
  // nullopt: the client did not say; then nothing is coded.
  explicit AcceptedCodings(std::optional<std::string_view> accept_encoding);

  // In thousandths; 0: not acceptable.
  int Weight(ContentCoding coding) const { return weights_[static_cast<std::size_t>(coding)]; }

 private:
  std::array<int, kContentCodings.size()> weights_{};  // by coding
};

}  // namespace cq::http
