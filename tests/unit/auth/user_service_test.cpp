#include "auth/user_service.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/random_bytes.h"
#include "unit/auth/fakes.h"

namespace cq::auth {
namespace {

class UserServiceTest : public testing::Test {
 protected:
  crypto::RandomBytes random_;
  crypto::PasswordHasher hasher_{random_, 4};
  FakeClock clock_;
  FakeChangeSignal changes_;
  FakeUserRepository users_{changes_};
  UserService service_{users_, hasher_, clock_};
};

TEST_F(UserServiceTest, AddsAUserWhoCanLogIn) {
  ASSERT_TRUE(service_.Add("demo", "demo123"));
  const User user = users_.FindByName("demo").value();
  EXPECT_TRUE(crypto::VerifyPassword("demo123", user.password_hash));
  EXPECT_EQ(user.created_at, "2027-01-15T08:00:00+00:00");
  EXPECT_EQ(service_.Add("demo", "other").error().code, ErrorCode::kConflict);
  EXPECT_TRUE(crypto::VerifyPassword("demo123", users_.FindByName("demo")->password_hash));
}

TEST_F(UserServiceTest, SetsAPassword) {
  ASSERT_TRUE(service_.Add("demo", "demo123"));
  ASSERT_TRUE(service_.SetPassword("demo", "other"));
  EXPECT_TRUE(crypto::VerifyPassword("other", users_.FindByName("demo")->password_hash));
  EXPECT_EQ(service_.SetPassword("nobody", "other").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(service_.SetPassword("demo", "").error().code, ErrorCode::kInvalidInput);
}

TEST_F(UserServiceTest, ListsAndRemoves) {
  ASSERT_TRUE(service_.Add("b", "x"));
  ASSERT_TRUE(service_.Add("a", "x"));
  ASSERT_EQ(service_.List().size(), 2U);
  EXPECT_EQ(service_.List().front().username, "a");
  EXPECT_TRUE(service_.Remove("a"));
  EXPECT_EQ(service_.Remove("a").error().code, ErrorCode::kNotFound);
}

TEST_F(UserServiceTest, ChecksNames) {
  std::string emoji;
  for (int i = 0; i < 256; ++i) emoji += "😀";
  for (const std::string& name :
       {std::string("a"), std::string("zoë"), std::string("a b"), emoji}) {
    EXPECT_TRUE(CheckUsername(name)) << name;
  }
  for (const std::string& name :
       {std::string(), emoji + "x", std::string("a\nb"), std::string("a\0b", 3),
        std::string("\x7f"), std::string("\u0085"), std::string("\xff")}) {
    EXPECT_FALSE(CheckUsername(name)) << name;
    EXPECT_EQ(service_.Add(name, "x").error().code, ErrorCode::kInvalidInput);
  }
}

TEST_F(UserServiceTest, ChecksPasswords) {
  for (const std::string& password :
       {std::string("x"), std::string(72, 'x'), std::string("pä ss")}) {
    EXPECT_TRUE(CheckPassword(password)) << password;
  }
  for (const std::string& password :
       {std::string(), std::string(73, 'x'), std::string("a\0b", 3), std::string("\xff")}) {
    EXPECT_FALSE(CheckPassword(password)) << password;
    EXPECT_EQ(service_.Add("a", password).error().code, ErrorCode::kInvalidInput);
  }
  EXPECT_TRUE(users_.List().empty());
}

}  // namespace
}  // namespace cq::auth
