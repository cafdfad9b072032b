#include "oidc/key_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/oidc/provider_key.h"

namespace cq::oidc {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

jose::JwkSet SetOf(const std::vector<std::string>& jwks) {
  return jose::JwkSet::Parse(KeySetJson(jwks)).value();
}

TEST(RotationTextTest, IsEmptyForTheSameKeysInAnyOrder) {
  const std::string a = ProviderKey::Ec().Jwk("a");
  const std::string b = ProviderKey::Ec().Jwk("b");
  EXPECT_EQ(RotationText(SetOf({a, b}), SetOf({b, a})), "");
}

TEST(RotationTextTest, NamesWhatCameAndWhatWent) {
  const std::string a = ProviderKey::Ec().Jwk("a");
  const std::string b = ProviderKey::Ec().Jwk("b\\n");
  EXPECT_EQ(RotationText(SetOf({a}), SetOf({a, b})),
            R"(the identity provider changed its keys; new: "b\n")");
  EXPECT_EQ(RotationText(SetOf({a, b}), SetOf({a})),
            R"(the identity provider changed its keys; gone: "b\n")");
}

TEST(RotationTextTest, IsOfBoundedLength) {
  const ProviderKey key = ProviderKey::Ec();
  std::vector<std::string> many;
  for (char kid = 'a'; kid < 'a' + 10; ++kid) many.push_back(key.Jwk(std::string(1, kid)));
  EXPECT_THAT(RotationText(SetOf({}), SetOf(many)),
              AllOf(HasSubstr("\"h\" and 2 more"), Not(HasSubstr("\"i\""))));
}

TEST(NoUsableKeysTextTest, GivesTheFirstReason) {
  EXPECT_EQ(NoUsableKeysText("https://k.example", SetOf({})),
            "https://k.example: no usable key among 0");
  EXPECT_THAT(NoUsableKeysText("https://k.example", SetOf({R"({"kty":"oct","k":"AA"})"})),
              HasSubstr("among 1; the first: "));
}

}  // namespace
}  // namespace cq::oidc
