#include "jose/public_key.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/base64url.h"
#include "crypto/sha256.h"
#include "jose/openssl_objects.h"

namespace cq::jose {
namespace {

constexpr std::size_t kEd25519KeyBytes = 32;

struct Curve {
  std::string_view name;
  const char* group;  // OpenSSL's name
  std::size_t coordinate_bytes;
  Algorithm algorithm;
};
constexpr std::array<Curve, 3> kCurves = {{
    {"P-256", "P-256", 32, Algorithm::kEs256},
    {"P-384", "P-384", 48, Algorithm::kEs384},
    {"P-521", "P-521", 66, Algorithm::kEs512},
}};

tl::unexpected<std::string> Unusable(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

std::string_view TextOf(const json::Value& jwk, std::string_view member) {
  const json::Value* value = jwk.Find(member);
  if (value == nullptr || value->AsString() == nullptr) return {};
  return *value->AsString();
}

// Nothing when the point is not on the curve.
std::shared_ptr<EVP_PKEY> MakeKey(const Curve& curve, std::string_view x, std::string_view y) {
  std::string point = "\x04";  // uncompressed (SEC 1 section 2.3.3)
  point += x;
  point += y;
  std::string group = curve.group;
  const std::array<OSSL_PARAM, 3> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY,
                        const_cast<OSSL_PARAM*>(parameters.data())) != 1) {
    return nullptr;
  }
  std::shared_ptr<EVP_PKEY> key = ShareKey(made);
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (check == nullptr || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return key;
}

tl::expected<PublicKey, std::string> ReadEcPublicKey(const json::Value& jwk) {
  const std::string_view name = TextOf(jwk, "crv");
  const auto* const curve = std::find_if(kCurves.begin(), kCurves.end(),
                                         [name](const Curve& c) { return c.name == name; });
  if (curve == kCurves.end()) return Unusable("EC curve is none of P-256, P-384, P-521");
  const auto x = ReadBytes(jwk, "x");
  if (!x) return Unusable(x.error());
  const auto y = ReadBytes(jwk, "y");
  if (!y) return Unusable(y.error());
  // RFC 7518 section 6.2.1.2: leading zeros are part of a coordinate.
  if (x->size() != curve->coordinate_bytes || y->size() != curve->coordinate_bytes) {
    return Unusable("coordinates of " + std::string(name) + " have not " +
                    std::to_string(curve->coordinate_bytes) + " bytes each");
  }
  PublicKey key;
  key.key = MakeKey(*curve, *x, *y);
  if (key.key == nullptr) return Unusable("x and y are no point of " + std::string(name));
  key.algorithms.Add(curve->algorithm);
  key.thumbprint =
      Thumbprint(R"({"crv":")" + std::string(name) + R"(","kty":"EC","x":")" +
                 crypto::EncodeBase64Url(*x) + R"(","y":")" + crypto::EncodeBase64Url(*y) + "\"}");
  return key;
}

tl::expected<PublicKey, std::string> ReadOctetKeyPair(const json::Value& jwk) {
  if (TextOf(jwk, "crv") != "Ed25519") return Unusable("OKP curve is not Ed25519");
  const auto x = ReadBytes(jwk, "x");
  if (!x) return Unusable(x.error());
  if (x->size() != kEd25519KeyBytes) {
    return Unusable("Ed25519 key of " + std::to_string(x->size()) + " bytes, not 32");
  }
  PublicKey key;
  key.key = ShareKey(EVP_PKEY_new_raw_public_key_ex(
      nullptr, "ED25519", nullptr, reinterpret_cast<const unsigned char*>(x->data()), x->size()));
  if (key.key == nullptr) return Unusable("not an Ed25519 key that OpenSSL takes");
  key.algorithms.Add(Algorithm::kEdDsa);
  key.thumbprint =
      Thumbprint(R"({"crv":"Ed25519","kty":"OKP","x":")" + crypto::EncodeBase64Url(*x) + "\"}");
  return key;
}

}  // namespace

tl::expected<std::string, std::string> ReadBytes(const json::Value& jwk, std::string_view member) {
  const json::Value* value = jwk.Find(member);
  if (value == nullptr) return Unusable(std::string(member) + " is missing");
  if (value->AsString() == nullptr) return Unusable(std::string(member) + " is no text");
  auto bytes = crypto::DecodeBase64Url(*value->AsString());
  if (!bytes) return Unusable(std::string(member) + " is not base64url without padding");
  return *std::move(bytes);
}

std::string Thumbprint(std::string_view required_members) {
  return crypto::EncodeBase64Url(crypto::AsText(crypto::Sha256(required_members)));
}

tl::expected<PublicKey, std::string> ReadPublicKey(const json::Value& jwk) {
  const ErrorQueueGuard guard;
  const std::string_view type = TextOf(jwk, "kty");
  if (type == "RSA") return ReadRsaPublicKey(jwk);
  if (type == "EC") return ReadEcPublicKey(jwk);
  if (type == "OKP") return ReadOctetKeyPair(jwk);
  if (type == "oct") return Unusable("a shared secret verifies nothing here");
  return Unusable("kty is none of RSA, EC, OKP");
}

}  // namespace cq::jose
