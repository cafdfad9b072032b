#include "jose/jws.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

// {"alg":"RS256"} . abc . def
constexpr std::string_view kHeader = "eyJhbGciOiJSUzI1NiJ9";

std::string Outcome(std::string_view token) {
  const auto jws = ReadJws(token);
  return jws ? "read" : std::string(RefusalName(jws.error()));
}

TEST(JwsTest, IsTakenApart) {
  const std::string token = std::string(kHeader) + ".YWJj.ZGVm";
  const auto jws = ReadJws(token);
  ASSERT_TRUE(jws.has_value());
  EXPECT_EQ(*jws->header.Find("alg")->AsString(), "RS256");
  EXPECT_EQ(jws->payload, "abc");
  EXPECT_EQ(jws->signature, "def");
  EXPECT_EQ(jws->signing_input, std::string(kHeader) + ".YWJj");
  EXPECT_EQ(jws->signing_input.data(), token.data());
}

TEST(JwsTest, HasThreePartsOfStrictBase64Url) {
  const std::string header(kHeader);
  const std::vector<std::pair<std::string, std::string_view>> cases = {
      {header + ".YWJj.ZGVm", "read"},
      {header + ".YWJj.", "read"},
      {header + "..", "read"},
      {"", "malformed"},
      {".", "malformed"},
      {"..", "malformed"},
      {"...", "malformed"},
      {"....", "encrypted"},
      {".....", "malformed"},
      {header, "malformed"},
      {header + ".YWJj", "malformed"},
      {header + ".YWJj.ZGVm.", "malformed"},
      {header + ".YWJj.ZGVm.YWJj.ZGVm", "encrypted"},
      {header + ".YWJj.ZGVm.YWJj.ZGVm.YWJj", "malformed"},
      {header + "=.YWJj.ZGVm", "malformed"},
      {header + ".YWI=.ZGVm", "malformed"},
      {header + ".YWI.ZGU=", "malformed"},
      {header + ".YWJ.ZGVm", "malformed"},
      {header + ".YWJj.ZGV", "malformed"},
      {header + ".Y.ZGVm", "malformed"},
      {header + ".YW+j.ZGVm", "malformed"},
      {header + ".YW/j.ZGVm", "malformed"},
      {header + ".YWJj.ZG m", "malformed"},
      {header + ".YWJj.ZGVm\n", "malformed"},
      {" " + header + ".YWJj.ZGVm", "malformed"},
      {R"({"payload":"YWJj","protected":"eyJhbGciOiJSUzI1NiJ9","signature":"ZGVm"})", "malformed"},
  };
  for (const auto& [token, outcome] : cases) EXPECT_EQ(Outcome(token), outcome) << token;
}

TEST(JwsTest, HasABound) {
  const auto of_size = [](std::size_t size) {
    const std::string ends = std::string(kHeader) + "..AA";
    return std::string(kHeader) + "." + std::string(size - ends.size(), 'A') + ".AA";
  };
  EXPECT_EQ(Outcome(of_size(kMaxTokenBytes)), "read");
  EXPECT_EQ(Outcome(of_size(kMaxTokenBytes + 4)), "malformed");
}

TEST(JwsTest, AMillionDotsAreRefused) {
  EXPECT_EQ(Outcome(std::string(1'000'000, '.')), "malformed");
  EXPECT_EQ(Outcome(std::string(kMaxTokenBytes, '.')), "malformed");
}

}  // namespace
}  // namespace cq::jose
