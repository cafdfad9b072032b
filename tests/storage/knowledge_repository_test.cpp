#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <thread>

#include "storage/backends.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using knowledge::EditedUnit;
using knowledge::UnitRow;
using ::testing::ElementsAre;
using testing::Ids;
using ::testing::IsEmpty;
using testing::MakeUnit;

class KnowledgeRepositoryTest : public testing::RepositoryTest {};

TEST_P(KnowledgeRepositoryTest, ReadsBackWhatWasInserted) {
  UnitRow row = MakeUnit("ku_1", {.data = R"({"summary":"naïve 🦆"})"});
  knowledge().Insert(row, {"api", "c++"});
  const auto found = knowledge().Find("ku_1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, "ku_1");
  EXPECT_EQ(found->data, row.data);
  EXPECT_EQ(found->status, "pending");
  EXPECT_EQ(found->reviewed_by, std::nullopt);
  EXPECT_EQ(found->reviewed_at, std::nullopt);
  EXPECT_EQ(found->created_at, row.created_at);
  EXPECT_EQ(found->tier, "private");
  EXPECT_FALSE(knowledge().Find("ku_2"));
}

TEST_P(KnowledgeRepositoryTest, ARepeatedIdThrowsAndKeepsTheFirst) {
  knowledge().Insert(MakeUnit("ku_1", {.data = "first"}), {"a"});
  EXPECT_THROW(knowledge().Insert(MakeUnit("ku_1", {.data = "second"}), {"b"}), DatabaseError);
  EXPECT_EQ(knowledge().Find("ku_1")->data, "first");
}

TEST_P(KnowledgeRepositoryTest, ImportSkipsWhatIsThere) {
  knowledge().Insert(MakeUnit("ku_1", {.data = "first"}), {"a"});
  UnitRow reviewed = MakeUnit("ku_2", {.status = "approved"});
  reviewed.reviewed_by = "demo";
  reviewed.reviewed_at = "2026-11-23T21:00:00+00:00";
  EXPECT_EQ(
      knowledge().InsertMissing({{MakeUnit("ku_1", {.data = "second"}), {"b"}}, {reviewed, {"b"}}}),
      1U);
  EXPECT_EQ(knowledge().Find("ku_1")->data, "first");
  EXPECT_EQ(knowledge().Find("ku_2")->status, "approved");
  EXPECT_EQ(knowledge().Find("ku_2")->reviewed_by, "demo");
  EXPECT_EQ(knowledge().Find("ku_2")->reviewed_at, reviewed.reviewed_at);
  EXPECT_EQ(knowledge().InsertMissing({}), 0U);
}

TEST_P(KnowledgeRepositoryTest, FindsRowsInTheOrderAskedFor) {
  for (const char* id : {"ku_1", "ku_2", "ku_3"}) knowledge().Insert(MakeUnit(id), {"a"});
  const auto first = knowledge().Find("ku_1")->row_id;
  const auto third = knowledge().Find("ku_3")->row_id;
  EXPECT_THAT(Ids(knowledge().FindRows({third, 4711, first})), ElementsAre("ku_3", "ku_1"));
  EXPECT_THAT(knowledge().FindRows({}), IsEmpty());
}

TEST_P(KnowledgeRepositoryTest, VisitsAllUnitsById) {
  for (const char* id : {"ku_b", "ku_c", "ku_a"}) knowledge().Insert(MakeUnit(id), {"a"});
  std::vector<std::string> ids;
  knowledge().VisitAll([&](const UnitRow& row) { ids.push_back(row.id); });
  EXPECT_THAT(ids, ElementsAre("ku_a", "ku_b", "ku_c"));
}

TEST_P(KnowledgeRepositoryTest, EditsApprovedUnitsOnly) {
  knowledge().Insert(MakeUnit("ku_1", {.status = "approved", .data = "old"}), {"a"});
  knowledge().Insert(MakeUnit("ku_2", {.status = "pending", .data = "old"}), {"a"});
  knowledge().Insert(MakeUnit("ku_3", {.status = "rejected", .data = "old"}), {"a"});
  const auto edit = [](const UnitRow& row) { return EditedUnit{row.data + " new", "public"}; };
  EXPECT_TRUE(knowledge().EditApproved("ku_1", edit));
  EXPECT_EQ(knowledge().Find("ku_1")->data, "old new");
  EXPECT_EQ(knowledge().Find("ku_1")->tier, "public");
  for (const char* id : {"ku_2", "ku_3", "ku_4"}) {
    EXPECT_FALSE(knowledge().EditApproved(id, edit)) << id;
  }
  EXPECT_EQ(knowledge().Find("ku_2")->data, "old");
}

TEST_P(KnowledgeRepositoryTest, WhatAnEditThrowsLeavesAsItIs) {
  knowledge().Insert(MakeUnit("ku_1", {.status = "approved", .data = "old"}), {"a"});
  const auto edit = [](const UnitRow&) -> EditedUnit { throw std::out_of_range("no"); };
  EXPECT_THROW(knowledge().EditApproved("ku_1", edit), std::out_of_range);
  EXPECT_EQ(knowledge().Find("ku_1")->data, "old");
}

TEST_P(KnowledgeRepositoryTest, NoParallelEditIsLost) {
  constexpr int kThreads = 8;
  constexpr int kEdits = 25;
  knowledge().Insert(MakeUnit("ku_1", {.status = "approved", .data = "0"}), {"a"});
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEdits; ++i) {
        knowledge().EditApproved("ku_1", [](const UnitRow& row) {
          return EditedUnit{std::to_string(std::stoi(row.data) + 1), row.tier};
        });
      }
    });
  }
  threads.clear();
  EXPECT_EQ(knowledge().Find("ku_1")->data, std::to_string(kThreads * kEdits));
}

CQ_FOR_ALL_BACKENDS(KnowledgeRepositoryTest);

}  // namespace
}  // namespace cq::storage
