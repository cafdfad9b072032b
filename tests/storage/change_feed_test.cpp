#include <gmock/gmock.h>

#include <stdexcept>

#include "storage/backends.h"
#include "storage/feed_follower.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using ::testing::ElementsAre;
using testing::FeedFollower;
using ::testing::IsEmpty;
using testing::MakeUnit;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class ChangeFeedTest : public testing::RepositoryTest {};

TEST_P(ChangeFeedTest, TheFirstCallVisitsEverythingWithItsDomains) {
  knowledge().Insert(MakeUnit("ku_b"), {"x", "y"});
  knowledge().Insert(MakeUnit("ku_a"), {});
  knowledge().Insert(MakeUnit("ku_c"), {"x"});
  FeedFollower follower(knowledge());
  follower.CatchUp();
  EXPECT_EQ(follower.resets, 1);
  EXPECT_THAT(follower.DomainsById(),
              ElementsAre(Pair("ku_a", IsEmpty()), Pair("ku_b", UnorderedElementsAre("x", "y")),
                          Pair("ku_c", ElementsAre("x"))));
}

TEST_P(ChangeFeedTest, AnEmptyDatabaseCanBeContinued) {
  FeedFollower follower(knowledge());
  follower.CatchUp();
  EXPECT_EQ(follower.resets, 1);
  follower.CatchUp();
  EXPECT_EQ(follower.resets, 0);
  EXPECT_THAT(follower.changes, IsEmpty());
}

TEST_P(ChangeFeedTest, LaterCallsVisitEachChangedUnitOnceAsItIsNow) {
  for (const char* id : {"ku_1", "ku_2", "ku_3"}) {
    knowledge().Insert(MakeUnit(id, {.status = "approved"}), {"x"});
  }
  FeedFollower follower(knowledge());
  follower.CatchUp();

  for (const char* data : {"one", "two"}) {
    knowledge().EditApproved(
        "ku_2", [&](const auto& row) { return knowledge::EditedUnit{data, row.tier}; });
  }
  knowledge().Insert(MakeUnit("ku_4"), {"y", "z"});
  reviews().Decide("ku_4", "rejected", "demo", "now");
  follower.CatchUp();

  EXPECT_EQ(follower.resets, 0);
  EXPECT_EQ(follower.removals, 0);
  EXPECT_THAT(follower.changes, UnorderedElementsAre("ku_2", "ku_4"));
  EXPECT_EQ(follower.units[knowledge().Find("ku_2")->row_id].row.data, "two");
  EXPECT_EQ(follower.units[knowledge().Find("ku_4")->row_id].row.status, "rejected");
  EXPECT_THAT(follower.DomainsById()["ku_4"], UnorderedElementsAre("y", "z"));
}

TEST_P(ChangeFeedTest, WhatAVisitorThrowsLeavesThePositionUsable) {
  knowledge().Insert(MakeUnit("ku_1"), {"x"});
  EXPECT_THROW(knowledge().Follow(
                   {}, [] {}, [](const knowledge::IndexedRow&) { throw std::out_of_range("no"); },
                   [](knowledge::RowId) {}),
               std::out_of_range);
  FeedFollower follower(knowledge());
  follower.CatchUp();
  EXPECT_THAT(follower.changes, ElementsAre("ku_1"));
}

TEST_P(ChangeFeedTest, AFollowerBehindThePrunedFeedStartsOver) {
  knowledge().Insert(MakeUnit("ku_0"), {"x"});
  FeedFollower follower(knowledge());
  follower.CatchUp();
  std::vector<knowledge::IndexedRow> crowd;
  for (int unit = 0; unit < 12'000; ++unit) {
    crowd.push_back({MakeUnit("ku_x" + std::to_string(unit)), {}});
  }
  knowledge().InsertMissing(crowd);
  // Pruning comes with one of the following writes.
  for (int write = 0; write < 600; ++write) users().SetPasswordHash("nobody", "h");
  follower.CatchUp();
  EXPECT_EQ(follower.resets, 1);
  EXPECT_EQ(follower.units.size(), 12'001U);
  knowledge().Insert(MakeUnit("ku_y"), {"x"});
  follower.CatchUp();
  EXPECT_EQ(follower.resets, 0);
  EXPECT_THAT(follower.changes, ElementsAre("ku_y"));
}

CQ_FOR_ALL_BACKENDS(ChangeFeedTest);

}  // namespace
}  // namespace cq::storage
