#include "auth/api_key_token.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "crypto/random_bytes.h"

namespace cq::auth {
namespace {

const std::string kSecret = "qdv5dxhu4lefempt2ceckeooy4xxnngmf62zprcklznn5mzv3tnq";

TEST(ApiKeyTokenTest, GeneratedTokensHaveTheirShapeAndAreDistinct) {
  crypto::RandomBytes random;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const ApiKeyToken token = GenerateApiKeyToken(random);
    EXPECT_EQ(token.key_id.size(), 32U);
    EXPECT_EQ(token.key_id.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(token.key_id[12], '4') << "version of a random UUID";
    EXPECT_NE(std::string("89ab").find(token.key_id[16]), std::string::npos) << "its variant";
    EXPECT_EQ(token.secret.size(), kApiKeySecretLength);
    EXPECT_TRUE(seen.insert(token.key_id).second);
    EXPECT_TRUE(seen.insert(token.secret).second);
    const std::optional<ApiKeyToken> decoded = DecodeApiKeyToken(EncodeApiKeyToken(token));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->key_id, token.key_id);
    EXPECT_EQ(decoded->secret, token.secret);
  }
}

// What Python's uuid.UUID(hex=...) makes of each spelling.
TEST(ApiKeyTokenTest, ReadsKeyIdsAsPythonDoes) {
  struct Case {
    std::string spelling;
    std::string key_id;
  };
  const Case cases[] = {
      {"0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"},
      {"0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef"},
      {"01234567-89ab-cdef-0123-456789abcdef", "0123456789abcdef0123456789abcdef"},
      {"{0123456789abcdef0123456789abcdef}", "0123456789abcdef0123456789abcdef"},
      {"urn:uuid:0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"},
      {"0x123456789abcdef0123456789abcde", "00123456789abcdef0123456789abcde"},
      {"+123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"},
      {" 123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"},
      {"\xA0" + std::string(31, '1'), "0" + std::string(31, '1')},
      {"0_23456789abcdef0123456789abcdef", "0023456789abcdef0123456789abcdef"},
      {"0x_3456789abcdef0123456789abcdef", "0003456789abcdef0123456789abcdef"},
      {"+0x" + std::string(29, '1'), "000" + std::string(29, '1')},
      {"0X" + std::string(30, 'A'), "00" + std::string(30, 'a')},
      {"}}{" + std::string(32, '1') + "{", std::string(32, '1')},
      {"0b" + std::string(30, '1'), "0b" + std::string(30, '1')},
  };
  for (const Case& c : cases) {
    const std::optional<ApiKeyToken> token =
        DecodeApiKeyToken("cqa.v1." + c.spelling + "." + kSecret);
    EXPECT_EQ(token ? token->key_id : "", c.key_id) << c.spelling;
  }
}

TEST(ApiKeyTokenTest, RefusesKeyIdsThatPythonRefuses) {
  for (const std::string& spelling :
       {std::string(), std::string(31, '1'), std::string(33, '1'), std::string(31, '1') + "g",
        "_" + std::string(31, '1'), std::string(31, '1') + "_", "0__" + std::string(29, '1'),
        "++" + std::string(30, '1'), "+ " + std::string(30, '1'), "0x0x" + std::string(28, '1'),
        "0x" + std::string(30, ' '), std::string(32, ' '), "uurn:rn:" + std::string(32, '1')}) {
    EXPECT_FALSE(DecodeApiKeyToken("cqa.v1." + spelling + "." + kSecret)) << spelling;
  }
}

TEST(ApiKeyTokenTest, RefusesEverythingElseThatIsOff) {
  const std::string id(32, 'a');
  for (const std::string& text :
       {std::string(), std::string("cqa.v1"), "cqa.v1." + id, "cqa.v1." + id + ".",
        "cqa.v2." + id + "." + kSecret, "CQA.v1." + id + "." + kSecret,
        "cqa.v1." + id + "." + kSecret + "a", "cqa.v1." + id + "." + kSecret.substr(1),
        "cqa.v1." + id + "." + kSecret.substr(1) + "1",
        "cqa.v1." + id + "." + kSecret.substr(1) + "Q", "cqa.v1." + id + "." + kSecret + ".",
        " cqa.v1." + id + "." + kSecret, "cqa..v1." + id + "." + kSecret}) {
    EXPECT_FALSE(DecodeApiKeyToken(text)) << text;
  }
}

}  // namespace
}  // namespace cq::auth
