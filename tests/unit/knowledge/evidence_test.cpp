#include "knowledge/evidence.h"

#include <gtest/gtest.h>

#include "core/time_text.h"
#include "json/write.h"

namespace cq::knowledge {
namespace {

const TimePoint kNow = *ParseTime("2026-11-23T20:34:31.5Z");

TEST(PlusOne, CountsIntegersOfAnyLength) {
  struct Case {
    json::Value before;
    const char* after;
  };
  const Case cases[] = {
      {1, "2"},
      {-1, "0"},
      {std::int64_t{9223372036854775807}, "9223372036854775808"},
      {json::BigInteger{"9223372036854775808"}, "9223372036854775809"},
      {json::BigInteger{"99999999999999999999"}, "100000000000000000000"},
      {json::BigInteger{"-9223372036854775810"}, "-9223372036854775809"},
      {json::BigInteger{"-9223372036854775809"}, "-9223372036854775808"},
      {json::BigInteger{"-100000000000000000000"}, "-99999999999999999999"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(json::Write(PlusOne(c.before), json::FloatStyle::kRust), c.after);
  }
  EXPECT_EQ(PlusOne(json::BigInteger{"-9223372036854775809"}),
            json::Value(std::numeric_limits<std::int64_t>::min()));
}

TEST(ApplyConfirmation, RaisesConfidenceToAtMostOne) {
  for (const auto& [before, after] :
       {std::pair(0.5, 0.6), {0.7, 0.7999999999999999}, {0.95, 1.0}}) {
    KnowledgeUnit unit;
    unit.evidence.confidence = before;
    ApplyConfirmation(unit, kNow);
    EXPECT_EQ(unit.evidence.confidence, after);
    EXPECT_EQ(unit.evidence.confirmations, json::Value(2));
    EXPECT_EQ(unit.evidence.last_confirmed, "2026-11-23T20:34:31.500000Z");
  }
}

TEST(ApplyFlag, LowersConfidenceToAtLeastZero) {
  for (const auto& [before, after] : {std::pair(0.6, 0.44999999999999996), {0.1, 0.0}}) {
    KnowledgeUnit unit;
    unit.evidence.confidence = before;
    ApplyFlag(unit, {.reason = "duplicate", .detail = "same", .duplicate_of = "ku_x"}, kNow);
    EXPECT_EQ(unit.evidence.confidence, after);
    EXPECT_EQ(unit.evidence.confirmations, json::Value(1));
    ASSERT_EQ(unit.flags.size(), 1U);
    EXPECT_EQ(unit.flags[0].reason, "duplicate");
    EXPECT_EQ(unit.flags[0].timestamp, "2026-11-23T20:34:31.500000Z");
    EXPECT_EQ(unit.flags[0].detail, "same");
    EXPECT_EQ(unit.flags[0].duplicate_of, "ku_x");
  }
}

}  // namespace
}  // namespace cq::knowledge
