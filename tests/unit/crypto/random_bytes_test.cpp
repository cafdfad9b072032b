#include "crypto/random_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace cq::crypto {
namespace {

TEST(RandomBytesTest, FillsTheWholeSpanDifferentlyEachTime) {
  RandomBytes random;
  std::array<std::byte, 64> first{};
  std::array<std::byte, 64> second{};
  random.Fill(first);
  random.Fill(second);
  EXPECT_NE(first, second);
  const std::array<std::byte, 16> zeros{};
  EXPECT_FALSE(std::equal(zeros.begin(), zeros.end(), first.end() - 16));
}

TEST(RandomBytesTest, AcceptsAnEmptySpan) {
  RandomBytes random;
  EXPECT_NO_THROW(random.Fill({}));
}

}  // namespace
}  // namespace cq::crypto
