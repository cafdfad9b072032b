#include "auth/api_key_lifetime.h"

#include <gtest/gtest.h>

#include <string>

namespace cq::auth {
namespace {

using std::chrono::seconds;

TEST(ApiKeyLifetimeTest, ReadsTheGrammar) {
  struct Case {
    const char* ttl;
    const char* canonical;
    seconds duration;
  };
  const Case cases[] = {
      {"1s", "1s", seconds(1)},
      {"90m", "90m", seconds(5'400)},
      {"12h", "12h", seconds(43'200)},
      {"30d", "30d", seconds(2'592'000)},
      {" 30D\n", "30d", seconds(2'592'000)},
      {"365d", "365d", seconds(31'536'000)},
      {"8760h", "8760h", seconds(31'536'000)},
      {"31536000s", "31536000s", seconds(31'536'000)},
      {"000000000000001d", "000000000000001d", seconds(86'400)},
  };
  for (const Case& c : cases) {
    const Result<ApiKeyLifetime> lifetime = ParseApiKeyLifetime(c.ttl);
    ASSERT_TRUE(lifetime) << c.ttl;
    EXPECT_EQ(lifetime->canonical, c.canonical);
    EXPECT_EQ(lifetime->duration, c.duration);
  }
}

TEST(ApiKeyLifetimeTest, SaysWhatIsWrongInTheWordsOfTheReference) {
  const std::string grammar =
      " is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h";
  struct Case {
    std::string ttl;
    std::string message;
  };
  const Case cases[] = {
      {"", "ttl is required"},
      {" \t\xe3\x80\x80", "ttl is required"},
      {"0d", "'0d': ttl must be greater than zero"},
      {"366d", "'366d' exceeds the maximum of 365d"},
      {"8761H", "'8761H' exceeds the maximum of 365d"},
      {"31536001s", "'31536001s' exceeds the maximum of 365d"},
      {"999999999999999d", "'999999999999999d' exceeds the maximum of 365d"},
      {"00000000000000001d", "'00000000000000001d' exceeds the maximum of 365d"},
      {std::string(70, 'x'), "'" + std::string(64, 'x') + "' exceeds the maximum of 365d"},
      // Ten letters that each become two when lower-cased.
      {"İİİİİİİİİİ", "'İİİİİİİİİİ' exceeds the maximum of 365d"},
      {"x", "'x'" + grammar},
      {"d", "'d'" + grammar},
      {"12", "'12'" + grammar},
      {"12w", "'12w'" + grammar},
      {"12 h", "'12 h'" + grammar},
      {"+1d", "'+1d'" + grammar},
      {"-1d", "'-1d'" + grammar},
      {"1.5h", "'1.5h'" + grammar},
      {"١d", "'١d'" + grammar},
      {"1ſ", "'1ſ'" + grammar},
      {"it's\né", "\"it's\\né\"" + grammar},
  };
  for (const Case& c : cases) {
    const Result<ApiKeyLifetime> lifetime = ParseApiKeyLifetime(c.ttl);
    ASSERT_FALSE(lifetime) << c.ttl;
    EXPECT_EQ(lifetime.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(lifetime.error().message, c.message);
  }
}

}  // namespace
}  // namespace cq::auth
