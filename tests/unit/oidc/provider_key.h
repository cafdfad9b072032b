// A key pair of the pretended identity provider.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/write.h"
#include "support/signing_key.h"

namespace cq::oidc {

class ProviderKey {
 public:
  static ProviderKey Rsa() { return {cq::testing::SigningKey::Rsa(), jose::Algorithm::kRs256}; }
  static ProviderKey Ec() {
    return {cq::testing::SigningKey::Ec("P-256"), jose::Algorithm::kEs256};
  }

  // With `more` members (",\"use\":\"sig\"").
  std::string Jwk(std::string_view kid, std::string_view more = {}) const {
    std::string jwk = json::Write(key_.PublicJwk(), json::FloatStyle::kPython);
    jwk.pop_back();
    return jwk + R"(,"kid":")" + std::string(kid) + "\"" + std::string(more) + "}";
  }

  std::string_view algorithm() const { return jose::AlgorithmName(algorithm_); }

  // The compact JWS of the header and the claims, both JSON.
  std::string Sign(std::string_view header, std::string_view claims) const {
    return cq::testing::SignedToken(key_, algorithm_, header, claims);
  }

 private:
  ProviderKey(cq::testing::SigningKey key, jose::Algorithm algorithm)
      : key_(std::move(key)), algorithm_(algorithm) {}

  cq::testing::SigningKey key_;
  jose::Algorithm algorithm_;
};

// {"keys":[...]} of JWK texts, which need not be well formed.
inline std::string KeySetJson(const std::vector<std::string>& keys) {
  std::string json = R"({"keys":[)";
  for (std::size_t i = 0; i < keys.size(); ++i) json += (i == 0 ? "" : ",") + keys[i];
  return json + "]}";
}

}  // namespace cq::oidc
