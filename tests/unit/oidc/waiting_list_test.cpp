#include "oidc/waiting_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace cq::oidc {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr SteadyTime kStart{std::chrono::hours(1000)};

class WaitingListTest : public testing::Test {
 protected:
  void Add(int name, SteadyTime deadline) {
    list_->Add(deadline, list_->TakePlace(), [this, name] { called_.push_back(name); });
  }
  static void Call(const std::vector<WaitingList::Resume>& resumes) {
    for (const auto& resume : resumes) resume();
  }

  std::optional<WaitingList> list_{3};
  std::vector<int> called_;
};

TEST_F(WaitingListTest, HasABoundedNumberOfPlaces) {
  const auto first = list_->TakePlace();
  const auto second = list_->TakePlace();
  auto third = list_->TakePlace();
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(list_->TakePlace(), nullptr);
  EXPECT_EQ(list_->taken_places(), 3U);
  third.reset();
  EXPECT_NE(list_->TakePlace(), nullptr);
}

TEST_F(WaitingListTest, PlacesOutliveTheList) {
  const auto place = list_->TakePlace();
  list_.reset();
}

TEST_F(WaitingListTest, ReleasesWhoseTimeHasCome) {
  EXPECT_EQ(list_->NextDeadline(), SteadyTime::max());
  Add(1, kStart + seconds(5));
  Add(2, kStart + seconds(4));
  Add(3, kStart + seconds(6));
  EXPECT_EQ(list_->NextDeadline(), kStart + seconds(4));
  Call(list_->TakeOverdue(kStart + seconds(3)));
  EXPECT_THAT(called_, IsEmpty());
  Call(list_->TakeOverdue(kStart + seconds(5)));
  EXPECT_THAT(called_, ElementsAre(2, 1));
  EXPECT_EQ(list_->taken_places(), 1U);
  EXPECT_EQ(list_->NextDeadline(), kStart + seconds(6));
}

TEST_F(WaitingListTest, ReleasesEverybody) {
  Add(1, kStart);
  Add(2, SteadyTime::max());
  Call(list_->TakeAll());
  Call(list_->TakeAll());
  EXPECT_THAT(called_, ElementsAre(1, 2));
  EXPECT_EQ(list_->taken_places(), 0U);
}

}  // namespace
}  // namespace cq::oidc
