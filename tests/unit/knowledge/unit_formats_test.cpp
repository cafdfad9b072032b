#include "knowledge/unit_formats.h"

#include <gtest/gtest.h>

namespace cq::knowledge {
namespace {

TEST(UnitId, IsThePrefixAnd32LowerCaseHexDigits) {
  EXPECT_TRUE(IsUnitId("ku_0123456789abcdef0123456789abcdef"));
  for (const char* text :
       {"", "ku_", "ku_0123456789abcdef0123456789abcde", "ku_0123456789abcdef0123456789abcdef0",
        "ku_0123456789ABCDEF0123456789abcdef", "kx_0123456789abcdef0123456789abcdef",
        "ku_0123456789abcdef0123456789abcdef\n"}) {
    EXPECT_FALSE(IsUnitId(text)) << text;
  }
}

TEST(ExtensionKey, HasANamespaceAndAKeyWithoutWhiteSpace) {
  for (const char* text : {"a:b", "0_-:x", "a:é", "a:b:c", "a::", "a:b\u200Bc"}) {
    EXPECT_TRUE(IsExtensionKey(text)) << text;
  }
  for (const char* text : {"", ":", "a", "a:", ":b", "-a:b", "_a:b", "A:b", "aB:c", "é:b", "a b:c",
                           "a:b c", "a:b\n", "a:b\u00A0c",
                           "a:b\x1C"
                           "c",
                           "a:b\u0085c"}) {
    EXPECT_FALSE(IsExtensionKey(text)) << text;
  }
}

TEST(UnitTime, KeepsWallClockAndOffset) {
  EXPECT_EQ(NormalizeUnitTime("2026-11-23 20:44:43.1-05:30"), "2026-11-23T20:44:43.100000-05:30");
  EXPECT_EQ(NormalizeUnitTime("2026-11-23T20:44+0000"), "2026-11-23T20:44:00Z");
  EXPECT_EQ(NormalizeUnitTime("2026-11-23"), "2026-11-23T00:00:00");
  EXPECT_EQ(NormalizeUnitTime("2023-02-29"), std::nullopt);
  EXPECT_EQ(NormalizeUnitTime("2026-11-23T20:44:43Z\n"), std::nullopt);
}

}  // namespace
}  // namespace cq::knowledge
