#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "unit/jose/token_fixture.h"

namespace cq::jose {
namespace {

struct HeaderCase {
  std::string_view header;
  std::string_view outcome;  // "read": ReadToken accepts it
};

std::string ReadOutcome(std::string_view header, const TokenPolicy& policy) {
  const auto read = ReadToken(Unsigned(header, Text(GoodClaims())), policy, kNow);
  return read ? "read" : std::string(RefusalName(read.error()));
}

TEST(HeaderChecksTest, EachMemberIsChecked) {
  const std::vector<HeaderCase> cases = {
      {R"({"alg":"RS256"})", "read"},
      {R"({"typ":"JWT"})", "malformed"},
      {R"({"alg":null})", "malformed"},
      {R"({"alg":["RS256"]})", "malformed"},
      {R"({"alg":"none"})", "algorithm_not_allowed"},
      {R"({"alg":"NONE"})", "algorithm_not_allowed"},
      {R"({"alg":"HS256"})", "algorithm_not_allowed"},
      {R"({"alg":"rs256"})", "algorithm_not_allowed"},
      {R"({"alg":""})", "algorithm_not_allowed"},
      {R"({"alg":"Ed25519"})", "algorithm_not_allowed"},
      {R"({"alg":"RS256","crit":["exp"],"exp":1})", "unsupported_extension"},
      {R"({"alg":"RS256","crit":[]})", "unsupported_extension"},
      {R"({"alg":"RS256","crit":null})", "unsupported_extension"},
      {R"({"alg":"RS256","b64":false})", "unsupported_extension"},
      {R"({"alg":"RS256","b64":true})", "unsupported_extension"},
      {R"({"alg":"RS256","kid":""})", "read"},
      {R"({"alg":"RS256","kid":"../../etc/passwd"})", "read"},
      {R"({"alg":"RS256","kid":"x' OR 1=1 --\u0000"})", "read"},
      {R"({"alg":"RS256","kid":7})", "malformed"},
      {R"({"alg":"RS256","kid":null})", "malformed"},
      {R"({"alg":"RS256","typ":"JWT"})", "read"},
      {R"({"alg":"RS256","typ":"jwt"})", "read"},
      {R"({"alg":"RS256","typ":"at+jwt"})", "read"},
      {R"({"alg":"RS256","typ":"AT+JWT"})", "read"},
      {R"({"alg":"RS256","typ":"application/at+jwt"})", "read"},
      {R"({"alg":"RS256","typ":"Application/AT+JWT"})", "read"},
      {R"({"alg":"RS256","typ":"application/jwt"})", "wrong_type"},
      {R"({"alg":"RS256","typ":"dpop+jwt"})", "wrong_type"},
      {R"({"alg":"RS256","typ":"logout+jwt"})", "wrong_type"},
      {R"({"alg":"RS256","typ":""})", "wrong_type"},
      {R"({"alg":"RS256","typ":"JWT "})", "wrong_type"},
      {R"({"alg":"RS256","typ":"JW"})", "wrong_type"},
      {R"({"alg":"RS256","typ":null})", "malformed"},
      {R"({"alg":"RS256","typ":["JWT"]})", "malformed"},
      {R"({"alg":"RS256","jku":"https://evil.example","x5u":"https://evil.example","x5c":["AAAA"],)"
       R"("jwk":{"kty":"oct","k":"AA"}})",
       "read"},
      {R"({"alg":"RS256","alg":"RS256"})", "malformed"},
      {R"({"alg":"RS256","\u0061lg":"none"})", "malformed"},
      {R"({"alg":"RS256","x":{"y":1,"y":2}})", "malformed"},
      {R"({"alg":"RS256","x":[[{"y":1,"y":1}]]})", "malformed"},
      {R"(["alg","RS256"])", "malformed"},
      {R"("RS256")", "malformed"},
      {R"({"alg":"RS256"} )", "read"},
      {R"({"alg":"RS256"}})", "malformed"},
      {R"({"alg":"RS256",})", "malformed"},
      {R"({'alg':'RS256'})", "malformed"},
      {"", "malformed"},
      {"{\"alg\":\"RS256\",\"x\":\"\xff\"}", "malformed"},
      {"\xef\xbb\xbf{\"alg\":\"RS256\"}", "malformed"},
      {R"({"alg":"RS256","x":"\ud800"})", "malformed"},
      {R"({"alg":"RS256","x":NaN})", "malformed"},
      {R"({"alg":"RS256","x":1e999})", "malformed"},
  };
  for (const HeaderCase& c : cases) {
    EXPECT_EQ(ReadOutcome(c.header, Policy()), c.outcome) << c.header;
  }
}

TEST(HeaderChecksTest, TheStrictTypeIsThatOfRfc9068) {
  TokenPolicy policy = Policy();
  policy.type_check = TypeCheck::kAtJwt;
  const std::vector<HeaderCase> cases = {
      {R"({"alg":"RS256"})", "wrong_type"},
      {R"({"alg":"RS256","typ":"JWT"})", "wrong_type"},
      {R"({"alg":"RS256","typ":"at+jwt"})", "read"},
      {R"({"alg":"RS256","typ":"Application/At+Jwt"})", "read"},
      {R"({"alg":"RS256","typ":1})", "malformed"},
  };
  for (const HeaderCase& c : cases) {
    EXPECT_EQ(ReadOutcome(c.header, policy), c.outcome) << c.header;
  }
}

TEST(HeaderChecksTest, OnlyAllowedAlgorithmsPass) {
  TokenPolicy policy = Policy();
  policy.algorithms = {};
  policy.algorithms.Add(Algorithm::kEs256);
  for (const Algorithm algorithm : kAllAlgorithms) {
    EXPECT_EQ(ReadOutcome(Text(GoodHeader(algorithm)), policy),
              algorithm == Algorithm::kEs256 ? "read" : "algorithm_not_allowed");
  }
}

TEST(HeaderChecksTest, AKidHasABound) {
  for (const auto& [size, outcome] :
       {std::pair(kMaxKidBytes, "read"), std::pair(kMaxKidBytes + 1, "malformed")}) {
    const json::Object header = With(GoodHeader(), "kid", std::string(size, 'k'));
    EXPECT_EQ(ReadOutcome(Text(header), Policy()), outcome) << size;
  }
}

TEST(HeaderChecksTest, NestingHasABound) {
  const auto nested = [](std::size_t depth) {
    return R"({"alg":"RS256","x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') +
           "}";
  };
  EXPECT_EQ(ReadOutcome(nested(64), Policy()), "read");
  EXPECT_EQ(ReadOutcome(nested(65), Policy()), "malformed");
}

}  // namespace
}  // namespace cq::jose
