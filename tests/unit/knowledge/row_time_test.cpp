#include "knowledge/row_time.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/clock.h"
#include "core/time_text.h"

namespace cq::knowledge {
namespace {

TEST(SqlDate, IsTheDayThatSqliteSees) {
  struct Case {
    const char* text;
    const char* day;  // "" for none
  };
  const Case cases[] = {
      {"2026-11-23T23:59:59.999999+00:00", "2026-11-23"},
      {"2026-11-23T23:59:59.9999+02:00", "2026-11-23"},
      {"2026-11-23T00:30:00+01:00", "2026-11-22"},
      {"2026-11-23T23:30:00-05:00", "2026-11-24"},
      {"2026-04-30T23:30:00-01:00", "2026-05-01"},
      {"2026-11-23 20:34:31", "2026-11-23"},
      {"2026-11-23T20:34", "2026-11-23"},
      {"2026-11-23", "2026-11-23"},
      {"2026-11-23 ", "2026-11-23"},
      {"2026-11-23T", "2026-11-23"},
      {"2026-11-23  10:00", "2026-11-23"},
      {"2026-11-23T24:00:00", "2026-11-23"},
      {"2026-11-23T20:34:31Z", "2026-11-23"},
      {"2026-11-23T20:34:31.5Z ", "2026-11-23"},
      {"2026-11-23T20:34:31 +01:00", "2026-11-23"},
      {"2026-11-23T20:34:31+14:00", "2026-11-23"},
      {"2026-11-23T20:34:31+15:00", ""},
      {"2026-11-23T20:34:31+00:00x", ""},
      {"2026-11-23T10:00:00.", ""},
      {"2026-11-23T00:00:60", ""},
      {"2026-11-23t20:34:31", ""},
      {"2026-13-01", ""},
      {"2026-02-30", ""},
      {" 2026-11-23", ""},
      {"", ""},
      {"abc", ""},
  };
  for (const Case& c : cases) {
    const auto day = SqlDate(c.text);
    EXPECT_EQ(day ? FormatDate(TimePoint(*day)) : "", c.day) << '"' << c.text << '"';
  }
}

TEST(RowTime, KeepsEveryTextAndItsOrder) {
  TermTable terms;
  // In ascending order of the texts.
  const std::vector<std::string> texts = {"",
                                          "1969-12-31T23:59:59.999999+00:00",
                                          "2026-11-23",
                                          "2026-11-23 20:34:31",
                                          "2026-11-23T20:34:31+00:00",
                                          "2026-11-23T20:34:31+02:00",
                                          "2026-11-23T20:34:31.000001+00:00",
                                          "2026-11-23T20:34:31.1+00:00",
                                          "2026-11-23T20:34:31.100000+00:00",
                                          "2026-11-23T20:34:31Z",
                                          "2026-11-24T00:00:00+00:00",
                                          "garbage"};
  std::vector<RowTime> times;
  for (const std::string& text : texts) times.push_back(RowTime::Acquire(text, terms));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(times[i].Text(terms), texts[i]);
    for (std::size_t j = 0; j < texts.size(); ++j) {
      EXPECT_EQ(RowTime::Less(times[i], times[j], terms), i < j) << texts[i] << " < " << texts[j];
    }
  }
  for (RowTime& time : times) time.Release(terms);
  EXPECT_EQ(terms.size(), 0U);
}

TEST(RowTime, InternsOnlyTextsOfOtherForms) {
  TermTable terms;
  const RowTime usual = RowTime::Acquire("2026-11-23T20:34:31.105868+00:00", terms);
  EXPECT_EQ(terms.size(), 0U);
  EXPECT_EQ(FormatDate(TimePoint(usual.Day())), "2026-11-23");
  const RowTime other = RowTime::Acquire("2026-11-23 20:34:31", terms);
  EXPECT_EQ(terms.size(), 1U);
  EXPECT_TRUE(other.Term().has_value());
  EXPECT_FALSE(usual.Term().has_value());
}

}  // namespace
}  // namespace cq::knowledge
