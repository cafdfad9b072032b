#include "http/request_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace cq::http {
namespace {

TEST(RequestIdTest, JudgesForeignIds) {
  EXPECT_TRUE(IsValidRequestId("a.B_c-9"));
  EXPECT_TRUE(IsValidRequestId(std::string(128, 'a')));
  EXPECT_FALSE(IsValidRequestId(""));
  EXPECT_FALSE(IsValidRequestId(std::string(129, 'a')));
  EXPECT_FALSE(IsValidRequestId("a b"));
  EXPECT_FALSE(IsValidRequestId("a\"b"));
  EXPECT_FALSE(IsValidRequestId("\xC3\xA9"));
}

TEST(RequestIdTest, MakesDistinctValidIds) {
  RequestIdSource a;
  RequestIdSource b;
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    std::string id;
    a.Next(id);
    EXPECT_TRUE(IsValidRequestId(id));
    ids.insert(id);
    b.Next(id);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 200U);
}

}  // namespace
}  // namespace cq::http
