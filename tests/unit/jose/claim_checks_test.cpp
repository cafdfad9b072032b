#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

std::string ReadOutcome(std::string_view claims, const TokenPolicy& policy = Policy(),
                        TimePoint now = kNow) {
  const auto read = ReadToken(Unsigned(Text(GoodHeader()), claims), policy, now);
  return read ? "read" : std::string(RefusalName(read.error()));
}

struct ClaimCase {
  std::string_view claim;
  std::string_view value;  // JSON
  std::string_view outcome;
};

TEST(ClaimChecksTest, EachClaimIsChecked) {
  const std::vector<ClaimCase> cases = {
      {"iss", R"("https://idp.example/realms/cq")", "read"},
      {"iss", R"("https://idp.example/realms/cq/")", "wrong_issuer"},
      {"iss", R"("https://idp.example/realms")", "wrong_issuer"},
      {"iss", R"("https://IDP.example/realms/cq")", "wrong_issuer"},
      {"iss", R"("")", "wrong_issuer"},
      {"iss", "null", "malformed"},
      {"iss", R"(["https://idp.example/realms/cq"])", "malformed"},
      {"aud", R"("cq-server")", "read"},
      {"aud", R"("https://cq.example")", "read"},
      {"aud", R"(["https://cq.example"])", "read"},
      {"aud", R"(["a","b","cq-server"])", "read"},
      {"aud", R"("CQ-server")", "wrong_audience"},
      {"aud", R"("cq-server ")", "wrong_audience"},
      {"aud", R"("cq-server,https://cq.example")", "wrong_audience"},
      {"aud", R"([])", "wrong_audience"},
      {"aud", R"(["account"])", "wrong_audience"},
      {"aud", R"("")", "wrong_audience"},
      {"aud", "null", "malformed"},
      {"aud", R"({"cq-server":true})", "malformed"},
      {"aud", R"(["cq-server",1])", "malformed"},
      {"aud", R"([["cq-server"]])", "malformed"},
      {"exp", "1795465286", "read"},
      {"exp", "1795465226", "read"},
      {"exp", "1795465225", "expired"},
      {"exp", "1795465225.0", "expired"},
      {"exp", "1795465225.5", "read"},
      {"exp", "1.7954653e9", "read"},
      {"exp", "0", "expired"},
      {"exp", "-1", "expired"},
      {"exp", "-1e300", "expired"},
      {"exp", "1e300", "read"},
      {"exp", "9223372036854775807", "read"},
      {"exp", "-9223372036854775808", "expired"},
      {"exp", "123456789012345678901234567890", "read"},
      {"exp", "-123456789012345678901234567890", "expired"},
      {"exp", "1e400", "malformed"},
      {"exp", "true", "malformed"},
      {"exp", R"("1795465585")", "malformed"},
      {"exp", "null", "malformed"},
      {"exp", "[1795465585]", "malformed"},
      {"nbf", "1795465345", "read"},
      {"nbf", "1795465345.25", "not_yet_valid"},
      {"nbf", "1795465346", "not_yet_valid"},
      {"nbf", "1e300", "not_yet_valid"},
      {"nbf", "-5", "read"},
      {"nbf", "false", "malformed"},
      {"nbf", R"("0")", "malformed"},
      {"nbf", "null", "malformed"},
      {"iat", "1795465345", "read"},
      {"iat", "1795465346", "issued_in_future"},
      {"iat", "123456789012345678901234567890", "issued_in_future"},
      {"iat", "0", "read"},
      {"iat", R"("now")", "malformed"},
      {"iat", "null", "malformed"},
      {"typ", R"("Bearer")", "read"},
      {"typ", R"("ID")", "wrong_type"},
      {"typ", R"("Refresh")", "wrong_type"},
      {"typ", R"("Logout")", "wrong_type"},
      {"typ", R"("Offline")", "wrong_type"},
      {"typ", "3", "read"},
      {"cnf", R"({"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"})", "sender_constrained"},
      {"cnf", "{}", "sender_constrained"},
      {"cnf", "null", "sender_constrained"},
      {"sub", R"("a")", "read"},
      {"sub", R"("")", "missing_subject"},
      {"sub", "null", "missing_subject"},
      {"sub", "17", "missing_subject"},
      {"extra", R"({"a":{"b":1}})", "read"},
      {"extra", R"({"a":1,"b":2})", "read"},
  };
  for (const ClaimCase& c : cases) {
    std::string claims = Text(Without(GoodClaims(), c.claim));
    claims.insert(1, "\"" + std::string(c.claim) + "\":" + std::string(c.value) + ",");
    EXPECT_EQ(ReadOutcome(claims), c.outcome) << c.claim << ": " << c.value;
  }
}

TEST(ClaimChecksTest, SomeClaimsMustBeThere) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"iss", "wrong_issuer"},        {"aud", "wrong_audience"}, {"exp", "missing_expiry"},
      {"sub", "missing_subject"},     {"nbf", "read"},           {"iat", "read"},
      {"preferred_username", "read"},
  };
  for (const auto& [claim, outcome] : cases) {
    EXPECT_EQ(ReadOutcome(Text(Without(GoodClaims(), claim))), outcome) << claim;
  }
}

TEST(ClaimChecksTest, ClaimsAreOneStrictObject) {
  const std::string good = Text(GoodClaims());
  for (const std::string& claims :
       {std::string(), std::string("[]"), std::string("null"), good + "x", "[" + good + "]",
        good.substr(0, good.size() - 1) + R"(,"sub":"mallory"})",
        good.substr(0, good.size() - 1) + R"(,"\u0073ub":"mallory"})",
        good.substr(0, good.size() - 1) + R"(,"x":{"y":[{"z":1,"z":2}]}})",
        good.substr(0, good.size() - 1) + ",\"x\":\"\xc3\x28\"}",
        good.substr(0, good.size() - 1) + R"(,"x":"\udc00"})"}) {
    EXPECT_EQ(ReadOutcome(claims), "malformed") << claims;
  }
}

TEST(ClaimChecksTest, NamesAreComparedByteForByte) {
  // U+017F is an "s" to those who fold case.
  EXPECT_EQ(ReadOutcome(Text(With(GoodClaims(), "\u017fub", "mallory"))), "read");
  EXPECT_EQ(ReadOutcome(Text(With(GoodClaims(), "SUB", "mallory"))), "read");
  EXPECT_EQ(ReadOutcome(Text(With(Without(GoodClaims(), "sub"), "\u017fub", "mallory"))),
            "missing_subject");
}

TEST(ClaimChecksTest, TheFirstCheckThatFailsIsNamed) {
  json::Object claims = {{"iss", "x"}, {"aud", "x"},  {"exp", 1}, {"nbf", 9e9},
                         {"iat", 9e9}, {"typ", "ID"}, {"cnf", 1}, {"sub", ""}};
  const std::vector<std::pair<std::string_view, std::string_view>> order = {
      {"iss", "wrong_issuer"},       {"aud", "wrong_audience"},   {"exp", "expired"},
      {"nbf", "not_yet_valid"},      {"iat", "issued_in_future"}, {"typ", "wrong_type"},
      {"cnf", "sender_constrained"}, {"sub", "missing_subject"},
  };
  for (const auto& [claim, outcome] : order) {
    EXPECT_EQ(ReadOutcome(Text(claims)), outcome) << claim;
    const json::Value good_claims = GoodClaims();
    const json::Value* good = good_claims.Find(claim);
    claims = good == nullptr ? Without(claims, claim) : With(claims, claim, *good);
  }
  EXPECT_EQ(ReadOutcome(Text(claims)), "read");
}

TEST(ClaimChecksTest, TheSkewWidensEveryTime) {
  for (const std::int64_t skew : {0, 1, 300}) {
    TokenPolicy policy = Policy();
    policy.clock_skew = std::chrono::seconds(skew);
    const auto outcome = [&policy](std::string_view claim, std::int64_t seconds) {
      return ReadOutcome(Text(With(GoodClaims(), claim, seconds)), policy);
    };
    EXPECT_EQ(outcome("exp", kNowSeconds - skew + 1), "read") << skew;
    EXPECT_EQ(outcome("exp", kNowSeconds - skew), "expired") << skew;
    EXPECT_EQ(outcome("nbf", kNowSeconds + skew), "read") << skew;
    EXPECT_EQ(outcome("nbf", kNowSeconds + skew + 1), "not_yet_valid") << skew;
    EXPECT_EQ(outcome("iat", kNowSeconds + skew), "read") << skew;
    EXPECT_EQ(outcome("iat", kNowSeconds + skew + 1), "issued_in_future") << skew;
  }
}

TEST(ClaimChecksTest, TheClockDecides) {
  const std::string claims = Text(GoodClaims());
  const TimePoint end = kNow + std::chrono::seconds(360);
  EXPECT_EQ(ReadOutcome(claims, Policy(), end - std::chrono::microseconds(1)), "read");
  EXPECT_EQ(ReadOutcome(claims, Policy(), end), "expired");
  EXPECT_EQ(ReadOutcome(claims, Policy(), kNow - std::chrono::seconds(70)), "read");
  EXPECT_EQ(ReadOutcome(claims, Policy(), kNow - std::chrono::seconds(71)), "not_yet_valid");
}

TEST(ClaimChecksTest, NoAudienceIsAcceptedWithoutOneInThePolicy) {
  TokenPolicy policy = Policy();
  policy.audiences.clear();
  EXPECT_EQ(ReadOutcome(Text(GoodClaims()), policy), "wrong_audience");
}

}  // namespace
}  // namespace cq::jose
