#include "crypto/hmac_sha256.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "crypto/hex.h"
#include "crypto/sha256.h"

namespace cq::crypto {
namespace {

struct Vector {
  std::string key;
  std::string data;
  std::string digest;
};

// RFC 4231 sections 4.2 to 4.8, without the truncated one.
std::vector<Vector> Vectors() {
  return {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The "
       "key needs to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
      {"", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
  };
}

TEST(HmacSha256Test, MatchesKnownAnswers) {
  for (const Vector& vector : Vectors()) {
    const HmacSha256 hmac(vector.key);
    EXPECT_EQ(ToHex(AsText(hmac.Sign(vector.data))), vector.digest);
    EXPECT_EQ(ToHex(AsText(hmac.Sign(vector.data))), vector.digest) << "second use";
  }
}

TEST(HmacSha256Test, IsSharedByThreads) {
  const HmacSha256 hmac("key");
  const Digest expected = hmac.Sign("data");
  std::vector<std::thread> threads;
  std::vector<int> mismatches(8, 0);
  for (int& mismatch : mismatches) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        if (hmac.Sign("data") != expected) ++mismatch;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(mismatches, std::vector<int>(8, 0));
}

// FIPS 180-4 examples.
TEST(Sha256Test, MatchesKnownAnswers) {
  EXPECT_EQ(ToHex(AsText(Sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(AsText(Sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace cq::crypto
