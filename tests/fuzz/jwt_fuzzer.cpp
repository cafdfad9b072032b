// Access tokens: whatever is accepted holds what the policy asks for, and no other signature of the
// same text is accepted.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/base64url.h"
#include "fuzz/fuzz_target.h"
#include "jose/jwt.h"

namespace {

using cq::fuzz::Require;
using cq::jose::Algorithm;

// Those of tests/unit/jose/data/idp/keycloak-26.0.7.json, and one without kid.
constexpr std::string_view kKeys =
    R"({"keys":[{"kty":"RSA","kid":"M7K2GctMNmcFYa8pJbCWSH56uv7DlPisHxFKgYu3p9w","alg":"RS2)"
    R"(56","use":"sig","n":"uYH-MdG7fV1BRCKI4gLrK4PaGZ-gQf7tEqRHIjOW4INHZFzPABCFlFvfMyHu5p5)"
    R"(1e3F8TD3xhtpUW2YVqfhWCs-IjhOBxfqME8iCWjYEIUqjGGfQbAl2bsqGZGCw5pn3Un1JrkC3we_OBZVzap7)"
    R"(1ErTtWVvJ7xai8_D1Q18fre7d1nh4qeCV6pv8OoPM0USnqKnGxPe5AuJ_g0RhVr7wvSLB_ASq2lpm9ny12dO)"
    R"(AwTFjuxV231PFLCUgKjx6ifcf4BdHShpRduu5Yh7Pj-SQRixLXfeGt2W0w5-Ffy9GZDq3irJTP28xJmW5JSK)"
    R"(qoIpBimQ8eByKnRyGHQOehvfO5w","e":"AQAB"},{"kty":"RSA","kid":"U7ake6K_N2GMaOQikmgdxCn)"
    R"(UFfbh4vU0ZQmxkda4ipQ","alg":"PS256","use":"sig","n":"yvZe_FlDOResYFVnzWOqFXtMnaI9mde)"
    R"(obbxot44ngSTrlMmuY3g_TL9aGq1NFMgLduD4dUysroNutJz1OnfulQreG1j9BYnzwwJSga7Asx-_ZPzh3gn)"
    R"(hq_21cbjVhhszTDjADj9vEoS02XVbFyGSzDOMg56F6zb5KmfJR2twU-6auFdZbx6w2gU7JISD0qyBC19U9pi)"
    R"(pVugrFZqK-EWqXneWrId7am4ntJg51-itW22Wu6whyOqieg_wF3iruXUXDfkrRLQjKhBNt60_L0QyhKEYZse)"
    R"(uIOxLXs9yzO75vVYXLEmxvQYfrY2_NZm0TthJVX6pjcKmYs7jfm6xm4dLGw","e":"AQAB"},{"kty":"EC")"
    R"(,"kid":"SKFInFnhn3onHymlPlkTDzUMDzhI0fOAUADSHfD_Zjk","alg":"ES256","use":"sig","crv")"
    R"(:"P-256","x":"j64g1js9ERhvo3Kvpb1XPT0Qu67rw9uD2VV50fH_Gb4","y":"y-AzGiNO8MqjdgiPYzJm)"
    R"(e5xErG_pL-Pv2w9hYWNHyF8"},{"kty":"EC","kid":"7jst1xaMABpNosODJWNtXb6M5wtmJCrN-Ax-02-)"
    R"(Pli0","alg":"ES384","use":"sig","crv":"P-384","x":"pJ59ggGWMpiziAj5T-l2nS1tfsd2wSsa-)"
    R"(2xJ98I2n9oJLdrffRz0UwWyyR1EV25F","y":"2vykBy7PYVB3WubRZkkLwpkzrkk2tuM3gNAC5SDBBPeSE6)"
    R"(cE6njaDmISb-jDVays"},{"kty":"EC","kid":"wMbDV85QIsfF8jrs8WGcTOuhQK3-hPGla4xo3BaV-74")"
    R"(,"alg":"ES512","use":"sig","crv":"P-521","x":"AFbnLzN2mhoK44iSymEiPt6CBQ754u9roTivPQ)"
    R"(PmobMAgYVWZm76MVXn8OXUA7SfkpqVMM-fmWkgLT8Y4XqeOvi4","y":"AXmK3qGl-ZfyMMt_WZlxdlMubKi)"
    R"(3MF05jNIfk4Ka1dJFvT9J9M5Mcw_o-6ZIkk7qR62Ubnh23XxUpUtW3QnT8wIj"},{"kty":"OKP","kid":")"
    R"(hhQGa-6LrmXVfzLPWqmhH0LqCfHw0UHlJ8ji0juJj_Y","alg":"EdDSA","use":"sig","crv":"Ed2551)"
    R"(9","x":"594AVayPAaXSFKya7BJxgK6p9Wsxce58lRmeUH8yBMc"},{"kty":"EC","crv":"P-256","x":)"
    R"("Gg8iDJNr5aU5yvDPHyKBCc4Yahp5gDJIayVMGYmGZD4","y":"V9dt76UWyGMTk09xwvrZwX02Jkyl_Mnjm)"
    R"(Y4EXGJ9UpE"}]})";

const cq::TimePoint kNow{std::chrono::seconds(1'795'465'285)};

const cq::jose::JwkSet& Keys() {
  static const cq::jose::JwkSet keys = cq::jose::JwkSet::Parse(kKeys).value();
  return keys;
}

const cq::jose::TokenPolicy& Policy() {
  static const cq::jose::TokenPolicy policy = [] {
    cq::jose::TokenPolicy made;
    made.issuer = "http://127.0.0.1:18080/realms/cq";
    made.audiences = {"cq-server"};
    for (const Algorithm algorithm : {Algorithm::kRs256, Algorithm::kPs256, Algorithm::kEs256,
                                      Algorithm::kEs384, Algorithm::kEs512, Algorithm::kEdDsa}) {
      made.algorithms.Add(algorithm);
    }
    return made;
  }();
  return policy;
}

// Three lines are header, claims and signature before they are encoded, so that changes to them
// reach the checks; anything else is a token.
std::string Token(std::string_view input) {
  const std::size_t first = input.find('\n');
  if (first == std::string_view::npos) return std::string(input);
  const std::size_t second = input.find('\n', first + 1);
  if (second == std::string_view::npos) return std::string(input);
  return cq::crypto::EncodeBase64Url(input.substr(0, first)) + "." +
         cq::crypto::EncodeBase64Url(input.substr(first + 1, second - first - 1)) + "." +
         cq::crypto::EncodeBase64Url(input.substr(second + 1));
}

void CheckRead(const cq::jose::UnverifiedToken& read, std::string_view token) {
  Require(Policy().algorithms.Contains(read.algorithm));
  Require(cq::jose::PeekAlgorithm(token) == cq::jose::AlgorithmName(read.algorithm));
  Require(!read.subject.empty());
  Require(!read.kid || read.kid->size() <= cq::jose::kMaxKidBytes);
  Require(read.expires_at + Policy().clock_skew > kNow);
  Require(*read.claims.Find("iss")->AsString() == Policy().issuer);
  Require(read.claims.Find("cnf") == nullptr);
  Require(token.starts_with(read.signing_input));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string token = Token({reinterpret_cast<const char*>(data), size});
  auto read = cq::jose::ReadToken(token, Policy(), kNow);
  if (!read) return 0;
  CheckRead(*read, token);
  const auto key = VerifySignature(*read, Keys());
  if (!key) return 0;
  Require((*key)->algorithms.Contains(read->algorithm));
  read->signature[size % read->signature.size()] ^= 1;
  Require(!VerifySignature(*read, Keys()));
  return 0;
}
