#include "crypto/password_hasher.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

#include "crypto/random_bytes.h"

namespace cq::crypto {
namespace {

constexpr int kCheapCost = 4;

struct Vector {
  std::string password;
  std::string hash;
};

// Made with the bcrypt package of PyPI.
const Vector kVectors[] = {
    {"demo123", "$2b$12$abcdefghijklmnopqrstuuYk9sG0EDyimHpTSikNVwxKAwZI74JBi"},
    {"demo123", "$2a$12$abcdefghijklmnopqrstuuYk9sG0EDyimHpTSikNVwxKAwZI74JBi"},
    {"demo123", "$2y$12$abcdefghijklmnopqrstuuYk9sG0EDyimHpTSikNVwxKAwZI74JBi"},
    {"demo123", "$2b$04$abcdefghijklmnopqrstuuuVPMd0Jq8a7h5AZrvqSjPCzYho3Q1Pi"},
    {"pässwörd", "$2b$04$abcdefghijklmnopqrstuuyx2n0Zzopyr9QuYTMCfOJJOj526QVoC"},
    {std::string(72, 'x'), "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i"},
    {"", "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"},
};

TEST(VerifyPasswordTest, AcceptsWhatPythonHashed) {
  for (const Vector& vector : kVectors) {
    EXPECT_TRUE(VerifyPassword(vector.password, vector.hash)) << vector.hash;
    EXPECT_FALSE(VerifyPassword(vector.password + "y", vector.hash)) << vector.hash;
  }
}

TEST(VerifyPasswordTest, NeverTruncates) {
  const std::string hash_of_72 = "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
  EXPECT_FALSE(VerifyPassword(std::string(73, 'x'), hash_of_72));
  const std::string hash_of_empty = "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq";
  EXPECT_FALSE(VerifyPassword(std::string("\0rest", 5), hash_of_empty));
}

TEST(VerifyPasswordTest, RefusesRowsThatAreNoBcryptHash) {
  for (const char* row : {"", "*0", "*1", "demo123", "$1$abcdefgh$jrlxzB2cZPVEqQGOsJNZL0",
                          "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxji",
                          "$2x$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
                          "$2b$xx$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"}) {
    EXPECT_FALSE(VerifyPassword("", row)) << row;
  }
}

TEST(PasswordHasherTest, HashesVerifyAndAreSalted) {
  RandomBytes random;
  const PasswordHasher hasher(random, kCheapCost);
  const std::string first = hasher.Hash("secret");
  const std::string second = hasher.Hash("secret");
  EXPECT_NE(first, second);
  EXPECT_EQ(first.size(), 60U);
  EXPECT_EQ(first.substr(0, 7), "$2b$04$");
  EXPECT_TRUE(VerifyPassword("secret", first));
  EXPECT_FALSE(VerifyPassword("Secret", first));
}

TEST(PasswordHasherTest, DefaultCostIsThatOfTheReference) {
  RandomBytes random;
  EXPECT_EQ(PasswordHasher(random).Hash("secret").substr(0, 7), "$2b$12$");
}

TEST(PasswordHasherTest, RefusesWhatBcryptWouldCutOff) {
  RandomBytes random;
  const PasswordHasher hasher(random, kCheapCost);
  EXPECT_THROW(hasher.Hash(std::string(73, 'x')), std::invalid_argument);
  EXPECT_THROW(hasher.Hash(std::string("a\0b", 3)), std::invalid_argument);
  EXPECT_TRUE(VerifyPassword(std::string(72, 'x'), hasher.Hash(std::string(72, 'x'))));
}

// What is random is within the alphabet; what is not says that no password can match: the last
// character of a real hash carries four bits and is one of these sixteen.
TEST(UnmatchableHashTest, IsABcryptHashThatBcryptNeverMakes) {
  const std::string last_of_real_hashes = ".CGKOSWaeimquy26";
  for (const Vector& vector : kVectors) {
    EXPECT_NE(last_of_real_hashes.find(vector.hash.back()), std::string::npos) << vector.hash;
  }
  RandomBytes random;
  std::set<std::string> hashes;
  for (int i = 0; i < 100; ++i) {
    const std::string hash = UnmatchableHash(random);
    ASSERT_EQ(hash.size(), 60U);
    EXPECT_EQ(hash.substr(0, 7), "$2b$12$");
    EXPECT_EQ(hash.find_first_not_of(
                  "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 7),
              std::string::npos);
    EXPECT_EQ(last_of_real_hashes.find(hash.back()), std::string::npos);
    hashes.insert(hash);
  }
  EXPECT_EQ(hashes.size(), 100U);
}

TEST(UnmatchableHashTest, IsCheckedLikeOthersAndMatchesNothing) {
  RandomBytes random;
  const std::string hash = UnmatchableHash(random, kCheapCost);
  for (const std::string& password : {std::string(), std::string("demo123"), hash}) {
    EXPECT_FALSE(VerifyPassword(password, hash));
  }
}

}  // namespace
}  // namespace cq::crypto
