#include "knowledge/unit_json.h"

#include <gtest/gtest.h>

#include "support/recorded_cases.h"

namespace cq::knowledge {
namespace {

std::string DataFile(const std::string& name) { return CQ_TEST_DATA_DIR "/" + name; }

std::string Answer(const KnowledgeUnit& unit, Audience audience) {
  std::string out;
  AppendAnswerUnit(out, unit, audience);
  return out;
}

Flag StaleFlag(std::string detail) {
  return {.reason = "stale",
          .timestamp = "2026-11-23T20:44:43Z",
          .detail = std::move(detail),
          .duplicate_of = std::nullopt};
}

KnowledgeUnit FlaggedUnit() {
  KnowledgeUnit unit;
  unit.id = "ku_0123456789abcdef0123456789abcdef";
  unit.domains = {"a"};
  unit.evidence.first_observed = "2026-11-23T20:44:43Z";
  unit.evidence.last_confirmed = "2026-11-23T20:44:44Z";
  unit.created_by = "ann";
  unit.flags = {StaleFlag("first"), StaleFlag("second")};
  return unit;
}

// What the reference's model makes of each document was recorded.
TEST(StoredUnit, ReadsAndWritesAsTheReferenceDoes) {
  for (const json::Value& recorded : testing::LoadCases(DataFile("stored_units.json"))) {
    const std::string data = testing::TextOf(recorded, "data");
    const auto unit = ParseStoredUnit(data);
    ASSERT_TRUE(unit) << data << "\n" << unit.error().message;
    EXPECT_EQ(WriteStoredUnit(*unit), testing::TextOf(recorded, "stored")) << data;
    EXPECT_EQ(Answer(*unit, Audience::kReviewer), testing::TextOf(recorded, "answer")) << data;
  }
}

TEST(StoredUnit, RefusesWhatTheReferenceCannotRead) {
  const auto documents = testing::LoadCases(DataFile("unreadable_units.json"));
  for (const json::Value& document : documents) {
    const auto unit = ParseStoredUnit(*document.AsString());
    EXPECT_FALSE(unit) << *document.AsString();
  }
}

TEST(StoredUnit, NamesTheMemberThatDoesNotFit) {
  const auto unit =
      ParseStoredUnit(R"({"id":"ku_0123456789abcdef0123456789abcdef","domains":["a"],)"
                      R"("insight":{"summary":"s","detail":5,"action":"a"}})");
  ASSERT_FALSE(unit);
  EXPECT_EQ(unit.error().message, "insight.detail: not a string");
}

TEST(StoredUnit, FillsInMissingTimesWithNow) {
  const auto unit = ParseStoredUnit(
      R"({"id":"ku_0123456789abcdef0123456789abcdef","domains":["a"],)"
      R"("insight":{"summary":"s","detail":"d","action":"a"},"flags":[{"reason":"stale"}]})");
  ASSERT_TRUE(unit);
  EXPECT_TRUE(unit->evidence.first_observed.ends_with('Z'));
  EXPECT_EQ(unit->evidence.first_observed, unit->evidence.last_confirmed);
  EXPECT_TRUE(unit->flags.front().timestamp.ends_with('Z'));
}

TEST(AnswerUnit, ShowsEachAudienceItsMembers) {
  const KnowledgeUnit unit = FlaggedUnit();
  struct Case {
    Audience audience;
    bool creator;
    bool first_detail;
    bool last_detail;
  };
  for (const Case& expected :
       {Case{Audience::kPublic, false, false, false}, Case{Audience::kFlagger, false, false, true},
        Case{Audience::kProposer, true, true, true}, Case{Audience::kReviewer, true, true, true}}) {
    const std::string answer = Answer(unit, expected.audience);
    SCOPED_TRACE(answer);
    EXPECT_EQ(answer.find("\"created_by\":\"ann\"") != std::string::npos, expected.creator);
    EXPECT_EQ(answer.find("\"detail\":\"first\"") != std::string::npos, expected.first_detail);
    EXPECT_EQ(answer.find("\"detail\":\"second\"") != std::string::npos, expected.last_detail);
    EXPECT_NE(answer.find("\"superseded_by\":null,\"extensions\":null"), std::string::npos);
  }
}

}  // namespace
}  // namespace cq::knowledge
