#include "auth/session_tokens.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/base64url.h"

namespace cq::auth {
namespace {

constexpr std::string_view kSecret = "dev-secret-dev-secret-dev-secret-32";
constexpr TimePoint kNow{std::chrono::seconds(1'800'000'000)};
constexpr std::string_view kUsualHeader = R"({"alg":"HS256","typ":"JWT"})";

// Signed with the right secret, whatever header and claims say.
std::string Sign(std::string_view header, std::string_view claims) {
  std::string token = crypto::EncodeBase64Url(header) + "." + crypto::EncodeBase64Url(claims);
  const crypto::HmacSha256 hmac(kSecret);
  const crypto::Digest signature = hmac.Sign(token);
  return token + "." + crypto::EncodeBase64Url(crypto::AsText(signature));
}

std::optional<std::string> VerifyClaims(std::string_view claims) {
  return SessionTokens(kSecret).Verify(Sign(kUsualHeader, claims), kNow);
}

TEST(SessionTokensTest, MakesWhatPyJwtMakes) {
  EXPECT_EQ(SessionTokens(kSecret).Create("demo", kNow),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
            "eyJzdWIiOiJkZW1vIiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwODY0MDB9."
            "ZltnjD6eXm0NAjNuwbGSa5iUchRLpYw4h9b-NlNbvio");
}

TEST(SessionTokensTest, ReadsWhatPyJwtMadeForANameBeyondAscii) {
  const std::string token =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJzdWIiOiJ6b1x1MDBlYiBcdWQ4M2RcdWRlMDAiLCJpYXQiOjE4MDAwMDAwMDAsImV4cCI6MTgwMDA4NjQwMH0."
      "zBMNdqMFlBpiH7A4Kd5OZ7MdfenM_MCtBo4R9pROooQ";
  EXPECT_EQ(SessionTokens(kSecret).Verify(token, kNow), "zoë 😀");
}

TEST(SessionTokensTest, ReadsWhatItMade) {
  const SessionTokens tokens(kSecret);
  for (const char* name : {"demo", "", "zoë 😀", "quote\"back\\slash\n"}) {
    EXPECT_EQ(tokens.Verify(tokens.Create(name, kNow), kNow), name);
  }
}

TEST(SessionTokensTest, LivesFor24Hours) {
  const SessionTokens tokens(kSecret);
  const std::string token = tokens.Create("demo", kNow + std::chrono::milliseconds(900));
  using std::chrono::seconds;
  EXPECT_EQ(tokens.Verify(token, kNow - std::chrono::microseconds(1)), std::nullopt);
  EXPECT_EQ(tokens.Verify(token, kNow), "demo");
  EXPECT_EQ(tokens.Verify(token, kNow + seconds(86'400) - std::chrono::microseconds(1)), "demo");
  EXPECT_EQ(tokens.Verify(token, kNow + seconds(86'400)), std::nullopt);
}

TEST(SessionTokensTest, RefusesAnotherSecretAndAnotherAlgorithm) {
  const std::string token = SessionTokens(kSecret).Create("demo", kNow);
  EXPECT_EQ(SessionTokens("another").Verify(token, kNow), std::nullopt);
  const SessionTokens tokens(kSecret);
  EXPECT_EQ(tokens.Verify("eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9."
                          "eyJzdWIiOiJkZW1vIiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwODY0MDB9."
                          "-t5NdL57pFebDOcuETQAeL8Kxy19Vp-v8YfvWj9zKHDiwA8M8xSOVDpl2zDom16e5sWH2"
                          "Ov2mX1FTnOovZSZOQ",
                          kNow),
            std::nullopt);
  EXPECT_EQ(tokens.Verify("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0."
                          "eyJzdWIiOiJkZW1vIiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwODY0MDB9.",
                          kNow),
            std::nullopt);
}

TEST(SessionTokensTest, RefusesEveryChangedCharacter) {
  const SessionTokens tokens(kSecret);
  const std::string token = tokens.Create("demo", kNow);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(tokens.Verify(changed, kNow), std::nullopt) << i;
  }
}

TEST(SessionTokensTest, RefusesWhatIsNoToken) {
  const SessionTokens tokens(kSecret);
  const std::string token = tokens.Create("demo", kNow);
  const std::vector<std::string> texts = {"",
                                          ".",
                                          "..",
                                          "...",
                                          "a.b",
                                          "a.b.c",
                                          " " + token,
                                          token + " ",
                                          token + "=",
                                          token + ".",
                                          "." + token,
                                          token.substr(0, token.rfind('.')),
                                          token.substr(0, token.rfind('.') + 1),
                                          token + std::string(kSessionTokenMaxBytes, 'A'),
                                          Sign("[]", "{}"),
                                          Sign(kUsualHeader, "[]"),
                                          Sign(kUsualHeader, "nonsense"),
                                          Sign(kUsualHeader, "")};
  for (const std::string& text : texts) EXPECT_EQ(tokens.Verify(text, kNow), std::nullopt) << text;
}

TEST(SessionTokensTest, ChecksTheHeader) {
  constexpr std::string_view kClaims = R"({"sub":"demo","exp":1800000001})";
  const SessionTokens tokens(kSecret);
  for (const char* header :
       {R"({"alg":"HS256"})", R"({ "typ" : "JWT", "alg" : "HS256", "kid" : "1" })",
        R"({"alg":"HS256","typ":7})", R"({"alg":"HS256","b64":true})"}) {
    EXPECT_EQ(tokens.Verify(Sign(header, kClaims), kNow), "demo") << header;
  }
  for (const char* header :
       {R"({})", R"({"alg":"none"})", R"({"alg":"hs256"})", R"({"alg":["HS256"]})",
        R"({"alg":"HS256","kid":1})", R"({"alg":"HS256","crit":["exp"],"exp":1})",
        R"({"alg":"HS256","crit":[]})", R"({"alg":"HS256","b64":false})"}) {
    EXPECT_EQ(tokens.Verify(Sign(header, kClaims), kNow), std::nullopt) << header;
  }
}

TEST(SessionTokensTest, AcceptsTheClaimsThatPyJwtAccepts) {
  for (const char* claims :
       {R"({"sub":"demo","exp":1800000001})", R"({"exp":1800000001.9,"sub":"demo"})",
        R"({"sub":"demo","exp":"1800000001"})", R"({"sub":"demo","exp":" +1800000001 "})",
        R"({"sub":"demo","exp":1e300})", R"({"sub":"demo","exp":123456789012345678901234567890})",
        R"({"sub":"demo","exp":1800000001,"iat":1800000000,"nbf":1800000000})",
        R"({"sub":"demo","exp":1800000001,"iat":1800000000.9})",
        R"({"sub":"demo","exp":1800000001,"iat":true,"nbf":-5})",
        R"({"sub":"demo","exp":1800000001,"aud":"","jti":"x","iss":7})",
        R"({"sub":"demo","exp":1800000001,"aud":[]})",
        R"({"sub":"x","sub":"demo","exp":1,"exp":1800000001})"}) {
    EXPECT_EQ(VerifyClaims(claims), "demo") << claims;
  }
}

TEST(SessionTokensTest, RefusesClaimsThatAreMissingWrongOrNotOfNow) {
  for (const char* claims : {R"({})",
                             R"({"sub":"demo"})",
                             R"({"exp":1800000001})",
                             R"({"sub":7,"exp":1800000001})",
                             R"({"sub":null,"exp":1800000001})",
                             R"({"sub":"demo","exp":null})",
                             R"({"sub":"demo","exp":[1800000001]})",
                             R"({"sub":"demo","exp":"soon"})",
                             R"({"sub":"demo","exp":""})",
                             R"({"sub":"demo","exp":"1800000001.5"})",
                             R"({"sub":"demo","exp":1800000000})",
                             R"({"sub":"demo","exp":1800000000.9})",
                             R"({"sub":"demo","exp":true})",
                             R"({"sub":"demo","exp":-1e300})",
                             R"({"sub":"demo","exp":-123456789012345678901234567890})",
                             R"({"sub":"demo","exp":1800000001,"iat":1800000001})",
                             R"({"sub":"demo","exp":1800000001,"iat":null})",
                             R"({"sub":"demo","exp":1800000001,"nbf":1800000001})",
                             R"({"sub":"demo","exp":1800000001,"nbf":{}})",
                             R"({"sub":"demo","exp":1800000001,"aud":"x"})",
                             R"({"sub":"demo","exp":1800000001,"aud":["x"]})",
                             R"({"sub":"demo","exp":1800000001,"jti":1})"}) {
    EXPECT_EQ(VerifyClaims(claims), std::nullopt) << claims;
  }
}

}  // namespace
}  // namespace cq::auth
