#include "core/time_text.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace cq {
namespace {

using std::chrono::microseconds;

TimePoint At(std::int64_t micros) { return TimePoint(microseconds(micros)); }

TEST(TimeTextTest, FormatsAsPythonDoes) {
  const TimePoint time = At(1'795'466'366'435'398);
  EXPECT_EQ(FormatOffsetTime(time), "2026-11-23T20:39:26.435398+00:00");
  EXPECT_EQ(FormatZuluTime(time), "2026-11-23T20:39:26.435398Z");
  EXPECT_EQ(FormatDate(time), "2026-11-23");
}

TEST(TimeTextTest, LeavesOutAZeroFraction) {
  EXPECT_EQ(FormatOffsetTime(At(0)), "1970-01-01T00:00:00+00:00");
  EXPECT_EQ(FormatZuluTime(At(1)), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(FormatZuluTime(At(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(TimeTextTest, ReadsWhatItWritesAndItsVariants) {
  const TimePoint time = At(1'795'466'366'435'398);
  for (const std::string_view text :
       {"2026-11-23T20:39:26.435398+00:00", "2026-11-23T20:39:26.435398Z",
        "2026-11-23 20:39:26.435398", "2026-11-23T22:39:26.4353989+02:00",
        "2026-11-23T15:09:26.435398-05:30"}) {
    EXPECT_EQ(ParseTime(text), time) << text;
  }
  EXPECT_EQ(ParseTime("1970-01-01T00:00"), At(0));
  EXPECT_EQ(ParseTime("1970-01-01T00:00:00.5Z"), At(500'000));
}

TEST(TimeTextTest, RefusesWhatIsNoTime) {
  for (const std::string_view text :
       {"", "2026-11-23", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T20:60:00Z", "2026-11-23T20:39:60Z", "2026-11-23T20:39:26.Z",
        "2026-11-23T20:39:26.1234567890Z", "2026-11-23T20:39:26+24:00", "2026-11-23T20:39:26Zx",
        "0000-01-01T00:00:00Z", "26-11-23T20:39:26Z"}) {
    EXPECT_FALSE(ParseTime(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace cq
