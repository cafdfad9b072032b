#include "jose/ecdsa_signature.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/hex.h"

namespace cq::jose {
namespace {

// A group of order 0x0100, two bytes a number.
const std::string kOrder("\x01\x00", 2);

std::string Der(const std::string& signature, const std::string& order) {
  const auto der = EcdsaSignatureToDer(signature, order);
  return der ? crypto::ToHex(*der) : "refused";
}

TEST(EcdsaSignatureTest, IsMinimalDer) {
  EXPECT_EQ(Der(std::string("\x00\x01\x00\x7f", 4), kOrder), "300602010102017f");
  EXPECT_EQ(Der(std::string("\x00\x80\x00\xff", 4), kOrder), "300802020080020200ff");
}

TEST(EcdsaSignatureTest, LongOnesHaveALongLength) {
  const std::string order(66, '\x7f');
  const std::string number = "\x7e" + std::string(65, '\x11');
  const std::string der = EcdsaSignatureToDer(number + number, order).value();
  EXPECT_EQ(der.size(), 3U + 2 * (2 + 66));
  EXPECT_EQ(crypto::ToHex(der.substr(0, 5)), "3081880242");
}

TEST(EcdsaSignatureTest, NumbersAreFromOneToTheOrder) {
  for (const std::string& signature :
       {std::string("\x00\x00\x00\x01", 4), std::string("\x00\x01\x00\x00", 4),
        std::string("\x00\x00\x00\x00", 4), std::string("\x01\x00\x00\x01", 4),
        std::string("\x00\x01\x01\x00", 4), std::string("\x00\x01\x01\x01", 4),
        std::string("\xff\xff\x00\x01", 4)}) {
    EXPECT_EQ(Der(signature, kOrder), "refused") << crypto::ToHex(signature);
  }
}

TEST(EcdsaSignatureTest, TheLengthIsExact) {
  for (const std::size_t size : {0U, 2U, 3U, 5U, 6U}) {
    EXPECT_EQ(
        Der(std::string(size, '\x01').replace(0, size > 0 ? 1 : 0, size > 0 ? 1 : 0, '\0'), kOrder),
        "refused")
        << size;
  }
}

}  // namespace
}  // namespace cq::jose
