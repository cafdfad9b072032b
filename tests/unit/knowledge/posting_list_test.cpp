#include "knowledge/posting_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace cq::knowledge {
namespace {

struct Order {
  bool operator()(const Posting& a, const Posting& b) const { return Before(a, b); }
};

using Model = std::set<Posting, Order>;

std::vector<Slot> SlotsFrom(PostingList::Cursor cursor) {
  std::vector<Slot> slots;
  for (; !cursor.AtEnd(); cursor.Next()) slots.push_back(cursor->slot);
  return slots;
}

std::vector<Slot> SlotsFrom(const Model& model, Model::const_iterator from) {
  std::vector<Slot> slots;
  for (; from != model.end(); ++from) slots.push_back(from->slot);
  return slots;
}

TEST(PostingList, BehavesAsAnOrderedSet) {
  std::mt19937_64 random(4);
  PostingList list;
  Model model;
  const auto make = [&random] {
    const auto slot = static_cast<Slot>(random() % 3000);
    return Posting{static_cast<double>(slot % 7) / 7, {slot % 5, slot % 11}, slot, 0};
  };
  for (int i = 0; i < 20'000; ++i) {
    const Posting posting = make();
    // Grows for the first half of the time and shrinks in the second.
    const bool insert = random() % 10 < (i < 10'000 ? 7U : 3U);
    if (insert && model.insert(posting).second) list.Insert(posting);
    if (!insert && model.erase(posting) > 0) list.Erase(posting);
    if (i % 500 != 0) continue;
    ASSERT_EQ(SlotsFrom(PostingList::Cursor(list)), SlotsFrom(model, model.begin()));
    const Posting target = make();
    PostingList::Cursor cursor(list);
    cursor.SkipTo(target);
    ASSERT_EQ(SlotsFrom(cursor), SlotsFrom(model, model.lower_bound(target)));
  }
}

TEST(PostingList, SkipsForwardOnly) {
  PostingList list;
  for (Slot slot = 0; slot < 1000; ++slot) list.Insert({1.0 - slot / 1000.0, {}, slot, 0});
  PostingList::Cursor cursor(list);
  Slot expected = 0;
  for (const Slot step : {1U, 2U, 0U, 30U, 300U, 5U, 400U}) {
    expected += step;
    cursor.SkipTo({1.0 - expected / 1000.0, {}, expected, 0});
    ASSERT_FALSE(cursor.AtEnd());
    EXPECT_EQ(cursor->slot, expected);
    cursor.SkipTo({1.0, {}, 0, 0});
    EXPECT_EQ(cursor->slot, expected);
  }
  cursor.SkipTo({-1.0, {}, 0, 0});
  EXPECT_TRUE(cursor.AtEnd());
}

TEST(PostingList, FindsTheNextLowerConfidence) {
  PostingList list;
  EXPECT_EQ(list.ConfidenceUnder(1.0), std::nullopt);
  for (Slot slot = 0; slot < 900; ++slot) list.Insert({slot % 3 * 0.25, {}, slot, 0});
  EXPECT_EQ(list.ConfidenceUnder(0.9), 0.5);
  EXPECT_EQ(list.ConfidenceUnder(0.5), 0.25);
  EXPECT_EQ(list.ConfidenceUnder(0.3), 0.25);
  EXPECT_EQ(list.ConfidenceUnder(0.25), 0.0);
  EXPECT_EQ(list.ConfidenceUnder(0.0), std::nullopt);
}

TEST(PostingList, IsEmptyAfterTheLastIsErased) {
  PostingList list;
  const Posting posting{0.5, {1, 2}, 3, 0};
  list.Insert(posting);
  list.Erase({0.5, {1, 2}, 4, 0});  // not there
  EXPECT_FALSE(list.empty());
  list.Erase(posting);
  EXPECT_TRUE(list.empty());
  EXPECT_TRUE(PostingList::Cursor(list).AtEnd());
}

}  // namespace
}  // namespace cq::knowledge
