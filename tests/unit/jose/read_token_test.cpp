#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

TEST(ReadTokenTest, GivesWhatTheTokenSays) {
  const std::string token = Unsigned(Text(GoodHeader(Algorithm::kEs384)),
                                     Text(With(GoodClaims(), "exp", kNowSeconds + 1.5)));
  const auto read = ReadToken(token, Policy(), kNow);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->algorithm, Algorithm::kEs384);
  EXPECT_EQ(read->kid, "key-1");
  EXPECT_EQ(read->subject, "b473baf4-067a-41d3-abde-aa799bb80d7c");
  EXPECT_EQ(read->expires_at, kNow + std::chrono::milliseconds(1500));
  EXPECT_EQ(*read->claims.Find("preferred_username")->AsString(), "alice");
  EXPECT_EQ(read->signing_input, token.substr(0, token.rfind('.')));
  EXPECT_EQ(read->signature, "signature");
}

TEST(ReadTokenTest, AKidIsOptional) {
  const auto read = ReadToken(Unsigned(R"({"alg":"RS256"})", Text(GoodClaims())), Policy(), kNow);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->kid, std::nullopt);
}

TEST(ReadTokenTest, TheHeaderIsCheckedBeforeTheClaims) {
  EXPECT_EQ(ReadToken(Unsigned(R"({"alg":"none"})", "not JSON"), Policy(), kNow).error(),
            Refusal::kAlgorithmNotAllowed);
}

TEST(ReadTokenTest, ManyMembersAreReadInGoodTime) {
  std::string claims = Text(GoodClaims());
  claims.pop_back();
  for (int i = 0; claims.size() < 12'000; ++i) claims += ",\"" + std::to_string(i) + "\":0";
  EXPECT_TRUE(ReadToken(Unsigned(Text(GoodHeader()), claims + "}"), Policy(), kNow).has_value());
  EXPECT_EQ(ReadToken(Unsigned(Text(GoodHeader()), claims + ",\"7\":0}"), Policy(), kNow).error(),
            Refusal::kMalformed);
}

TEST(PeekAlgorithmTest, ReadsTheHeaderOfACompactJws) {
  const auto peek = [](std::string_view header) {
    return PeekAlgorithm(Unsigned(header, "whatever"));
  };
  EXPECT_EQ(peek(R"({"alg":"HS256","typ":"JWT"})"), "HS256");
  EXPECT_EQ(peek(R"({"kid":"x","alg":"RS256"})"), "RS256");
  EXPECT_EQ(peek(R"({"alg":"none"})"), "none");
  EXPECT_EQ(peek(R"({"alg":7})"), std::nullopt);
  EXPECT_EQ(peek(R"({"typ":"JWT"})"), std::nullopt);
  EXPECT_EQ(peek(R"({"alg":"RS256","alg":"HS256"})"), std::nullopt);
  EXPECT_EQ(peek("HS256"), std::nullopt);
}

TEST(PeekAlgorithmTest, WantsThreeParts) {
  const std::string header = "eyJhbGciOiJIUzI1NiJ9";
  EXPECT_EQ(PeekAlgorithm(header + ".e30.AA"), "HS256");
  EXPECT_EQ(PeekAlgorithm(header + ".!.!"), "HS256");
  EXPECT_EQ(PeekAlgorithm(header + ".."), "HS256");
  for (const std::string& text :
       {std::string(), header, header + ".e30", header + ".e30.AA.AA", "." + header + ".",
        std::string("cqa.v1.0123456789abcdef.secret"), header + "=.e30.AA",
        "e" + std::string(kMaxTokenBytes, 'A') + ".e30.AA"}) {
    EXPECT_EQ(PeekAlgorithm(text), std::nullopt) << text.substr(0, 60);
  }
}

}  // namespace
}  // namespace cq::jose
