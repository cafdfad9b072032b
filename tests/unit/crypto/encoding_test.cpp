#include <gtest/gtest.h>

#include <string>

#include "crypto/base32.h"
#include "crypto/base64url.h"
#include "crypto/constant_time.h"
#include "crypto/hex.h"

namespace cq::crypto {
namespace {

// RFC 4648 section 10, without padding.
struct Vector {
  const char* bytes;
  const char* base64;
  const char* base32;
};
constexpr Vector kVectors[] = {
    {"", "", ""},
    {"f", "Zg", "my"},
    {"fo", "Zm8", "mzxq"},
    {"foo", "Zm9v", "mzxw6"},
    {"foob", "Zm9vYg", "mzxw6yq"},
    {"fooba", "Zm9vYmE", "mzxw6ytb"},
    {"foobar", "Zm9vYmFy", "mzxw6ytboi"},
};

TEST(EncodingTest, MatchesTheStandardsVectors) {
  for (const Vector& vector : kVectors) {
    EXPECT_EQ(EncodeBase64Url(vector.bytes), vector.base64);
    EXPECT_EQ(DecodeBase64Url(vector.base64), vector.bytes);
    EXPECT_EQ(EncodeBase32(vector.bytes), vector.base32);
  }
}

TEST(Base64UrlTest, UsesTheUrlAlphabet) {
  EXPECT_EQ(EncodeBase64Url("\xfb\xff\xbf"), "-_-_");
  EXPECT_EQ(DecodeBase64Url("-_-_"), "\xfb\xff\xbf");
}

TEST(Base64UrlTest, RefusesWhatIsNotCanonical) {
  for (const char* text :
       {"Z", "Zg==", "Zm8=", "Zh", "Zm9", "Zm9vY", "+/+/", "Zm 9v", "Zm9v\n", "Zé"}) {
    EXPECT_EQ(DecodeBase64Url(text), std::nullopt) << text;
  }
  EXPECT_EQ(DecodeBase64Url(std::string_view("Zm\0v", 4)), std::nullopt);
}

TEST(Base64UrlTest, RefusesAForeignCharacterAtEveryPlace) {
  for (const std::string_view good : {"Zm9vYmFy", "Zm9vYmE", "Zm9vYg"}) {
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (const char foreign : {'=', '+', '/', ' ', '.', '\0', '\xff'}) {
        std::string text(good);
        text[i] = foreign;
        EXPECT_EQ(DecodeBase64Url(text), std::nullopt) << good << " at " << i;
      }
    }
  }
}

TEST(Base64UrlTest, RoundTripsEveryByteAndLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodeBase64Url(EncodeBase64Url(bytes)), bytes);
    bytes.push_back(static_cast<char>(i * 7));
  }
}

TEST(Base32Test, EncodesThirtyTwoBytesInFiftyTwoCharacters) {
  EXPECT_EQ(EncodeBase32(std::string(32, '\0')), std::string(52, 'a'));
  EXPECT_EQ(EncodeBase32(std::string(32, '\xff')), std::string(51, '7') + "q");
}

TEST(HexTest, IsLowerCase) {
  EXPECT_EQ(ToHex(std::string_view("\x00\x0f\xa0\xff", 4)), "000fa0ff");
}

TEST(ConstantTimeTest, ComparesContentsAndLength) {
  EXPECT_TRUE(ConstantTimeEqual("", ""));
  EXPECT_TRUE(ConstantTimeEqual("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "ab"));
}

TEST(ConstantTimeTest, WipeEmptiesTheText) {
  std::string secret = "a secret that is long enough to live on the heap";
  Wipe(secret);
  EXPECT_TRUE(secret.empty());
}

}  // namespace
}  // namespace cq::crypto
