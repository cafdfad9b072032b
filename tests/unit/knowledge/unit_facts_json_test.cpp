#include "knowledge/unit_facts_json.h"

#include <gtest/gtest.h>

#include <limits>

namespace cq::knowledge {
namespace {

constexpr const char* kId = "ku_00000000000000010000000000000002";

std::string Document(const std::string& members) {
  return R"({"id":"ku_00000000000000010000000000000002","version":1,)"
         R"("insight":{"summary":"s","detail":"d","action":"a"},)" +
         members + "}";
}

FactsReading Read(const std::string& data) {
  IndexedRow row;
  row.row.row_id = 7;
  row.row.id = kId;
  row.row.data = data;
  row.row.status = "approved";
  row.row.tier = "public";
  row.row.created_at = "2026-11-23T20:34:31+00:00";
  row.row.reviewed_at = "2026-11-23T20:35:00+00:00";
  row.domains = {"api"};
  return ReadUnitFacts(row);
}

TEST(ReadUnitFacts, TakesOverTheRow) {
  const UnitFacts facts = Read(Document(R"("domains":["api"])")).facts;
  EXPECT_EQ(facts.row_id, 7);
  EXPECT_EQ(facts.status, "approved");
  EXPECT_EQ(facts.tier, "public");
  EXPECT_EQ(facts.created_at, "2026-11-23T20:34:31+00:00");
  EXPECT_EQ(facts.reviewed_at, "2026-11-23T20:35:00+00:00");
  EXPECT_EQ(facts.domains, std::vector<std::string>{"api"});
}

// The reference stores documents that are nested deeper than what this server accepts.
TEST(ReadUnitFacts, ReadsDeepDocuments) {
  const std::string deep = std::string(150, '[') + std::string(150, ']');
  const auto reading =
      Read(Document(R"("domains":["api"],"evidence":{"confidence":0.9},"x":)" + deep));
  EXPECT_TRUE(reading.facts.ranking);
  EXPECT_EQ(reading.facts.counted_confidence, 0.9);
  EXPECT_EQ(reading.problem, "");
}

TEST(ReadUnitFacts, ReadsWhatRanks) {
  using List = std::vector<std::string>;
  struct Case {
    const char* name;
    const char* members;
    double confidence;
    List domains;
    List languages;
    List frameworks;
    const char* pattern;
  };
  const Case cases[] = {
      {"as written",
       R"("domains":["a","b"],"context":{"languages":["C++"],"frameworks":["Qt"],"pattern":"RPC"},)"
       R"("evidence":{"confidence":0.6,"confirmations":2})",
       0.6,
       {"a", "b"},
       {"C++"},
       {"Qt"},
       "rpc"},
      {"defaults", R"("domains":["a"])", 0.5, {"a"}, {}, {}, ""},
      {"empty parts", R"("domains":["a"],"context":{},"evidence":{})", 0.5, {"a"}, {}, {}, ""},
      {"an integer confidence",
       R"("domains":["a"],"evidence":{"confidence":1})",
       1.0,
       {"a"},
       {},
       {},
       ""},
      {"a confidence in a text",
       R"("domains":["a"],"evidence":{"confidence":"0.25"})",
       0.25,
       {"a"},
       {},
       {},
       ""},
      {"the same names elsewhere",
       R"("domains":["a"],"extensions":{"x:y":{"domains":["q"],"evidence":{"confidence":0.9}},)"
       R"("x:context":{"pattern":"p"}},"evidence":{"x":{"confidence":0.1},"confidence":0.4})",
       0.4,
       {"a"},
       {},
       {},
       ""},
      {"the last of two members", R"("domains":["x"],"domains":["a"])", 0.5, {"a"}, {}, {}, ""},
      {"folded as Python does",
       R"("domains":["a"],"context":{"pattern":"ÄΣ"})",
       0.5,
       {"a"},
       {},
       {},
       "äς"},
  };
  for (const Case& c : cases) {
    const FactsReading reading = Read(Document(c.members));
    ASSERT_TRUE(reading.facts.ranking) << c.name << ": " << reading.problem;
    const RankingFacts& facts = *reading.facts.ranking;
    EXPECT_EQ(facts.key, (UnitKey{1, 2})) << c.name;
    EXPECT_EQ(facts.confidence, c.confidence) << c.name;
    EXPECT_EQ(facts.domains, c.domains) << c.name;
    EXPECT_EQ(facts.languages, c.languages) << c.name;
    EXPECT_EQ(facts.frameworks, c.frameworks) << c.name;
    EXPECT_EQ(facts.pattern, c.pattern) << c.name;
    EXPECT_TRUE(reading.problem.empty()) << c.name;
  }
}

TEST(ReadUnitFacts, AnAuthorIsAText) {
  struct Case {
    const char* members;
    const char* author;
  };
  const Case cases[] = {
      {R"("domains":["a"],"created_by":"ann@example.com")", "ann@example.com"},
      {R"("domains":["a"],"created_by":"")", ""},
      {R"("domains":["a"])", ""},
      {R"("created_by":"ann","domains":["a"],"extensions":{"x:y":{"created_by":"bob"}})", "ann"},
      {R"("domains":["a"],"context":{"created_by":"bob"})", ""},
      // Written by no one who knows the schema, but read as ever.
      {R"("domains":["a"],"created_by":null)", ""},
      {R"("domains":["a"],"created_by":7)", ""},
      {R"("domains":["a"],"created_by":true)", ""},
      {R"("domains":["a"],"created_by":["ann"])", ""},
      {R"("domains":["a"],"created_by":{"name":"ann"})", ""},
  };
  for (const Case& c : cases) {
    const FactsReading reading = Read(Document(c.members));
    ASSERT_TRUE(reading.facts.ranking) << c.members;
    EXPECT_EQ(reading.facts.ranking->author, c.author) << c.members;
    EXPECT_EQ(reading.facts.ranking->domains, std::vector<std::string>{"a"}) << c.members;
  }
  // The full reader, for a document that is not spelt as usual.
  const FactsReading odd =
      Read(Document(R"("domains":["a"],"created_by":"ann","evidence":{"confidence":"0.5"})"));
  ASSERT_TRUE(odd.facts.ranking);
  EXPECT_EQ(odd.facts.ranking->author, "ann");
}

TEST(ReadUnitFacts, UnreadableDocumentsAreCountedAsSqlReadsThem) {
  const double infinity = std::numeric_limits<double>::infinity();
  struct Case {
    std::string data;
    double counted;
  };
  const Case cases[] = {
      {"", 0.5},
      {"{", 0.5},
      {"[]", 0.5},
      {R"("text")", 0.5},
      {"{}", 0.5},
      {Document(R"("domains":[])"), 0.5},
      {Document(R"("domains":"a")"), 0.5},
      {Document(R"("domains":[["a"]])"), 0.5},
      {Document(R"("domains":["a"],"evidence":[])"), 0.5},
      {Document(R"("domains":["a"],"evidence":{"confidence":null})"), 0.5},
      {Document(R"("domains":["a"],"evidence":{"confidence":1.5})"), 1.5},
      {Document(R"("domains":["a"],"evidence":{"confidence":-1})"), -1.0},
      {Document(R"("domains":["a"],"evidence":{"confidence":"much"})"), infinity},
      {Document(R"("domains":["a"],"evidence":{"confidence":[0.1]})"), infinity},
      {Document(R"("domains":["a"],"evidence":{"confidence":123456789012345678901234567890})"),
       infinity},
      {R"({"id":"ku_1","domains":["a"],"evidence":{"confidence":0.2}})", 0.2},
      {R"({"domains":["a"],"evidence":{"confidence":true}})", 1.0},
  };
  for (const Case& c : cases) {
    const FactsReading reading = Read(c.data);
    EXPECT_FALSE(reading.facts.ranking) << c.data;
    EXPECT_FALSE(reading.problem.empty()) << c.data;
    EXPECT_EQ(reading.facts.counted_confidence, c.counted) << c.data;
  }
}

TEST(ParseUnitKey, TakesWellFormedIdsOnly) {
  EXPECT_EQ(ParseUnitKey("ku_ffffffffffffffff0000000000000010"), (UnitKey{~0ULL, 16}));
  for (const char* id :
       {"", "ku_", "ku_0000000000000000000000000000001", "KU_00000000000000010000000000000002",
        "ku_0000000000000001000000000000000G", "ku_0000000000000001000000000000000A"}) {
    EXPECT_EQ(ParseUnitKey(id), std::nullopt) << id;
  }
}

}  // namespace
}  // namespace cq::knowledge
