#include "http/deadline_wheel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace cq::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class DeadlineWheelTest : public testing::Test {
 protected:
  const DeadlineWheel::Clock::time_point start_ = DeadlineWheel::Clock::now();
  DeadlineWheel wheel_{start_};
};

TEST_F(DeadlineWheelTest, ReturnsWhatIsDueOnce) {
  DeadlineWheel::Entry early;
  DeadlineWheel::Entry late;
  wheel_.Arm(early, start_ + seconds(1));
  wheel_.Arm(late, start_ + seconds(2));
  EXPECT_THAT(wheel_.Advance(start_ + milliseconds(999)), IsEmpty());
  EXPECT_THAT(wheel_.Advance(start_ + milliseconds(1200)), ElementsAre(&early));
  EXPECT_THAT(wheel_.Advance(start_ + milliseconds(1900)), IsEmpty());
  EXPECT_THAT(wheel_.Advance(start_ + seconds(5)), ElementsAre(&late));
  EXPECT_THAT(wheel_.Advance(start_ + seconds(500)), IsEmpty());
}

TEST_F(DeadlineWheelTest, PutsOffAndBringsForward) {
  DeadlineWheel::Entry entry;
  wheel_.Arm(entry, start_ + seconds(1));
  wheel_.Arm(entry, start_ + seconds(60));
  EXPECT_THAT(wheel_.Advance(start_ + seconds(30)), IsEmpty());
  wheel_.Arm(entry, start_ + seconds(31));
  EXPECT_THAT(wheel_.Advance(start_ + seconds(32)), ElementsAre(&entry));
}

TEST_F(DeadlineWheelTest, HoldsDeadlinesBeyondItsHorizon) {
  DeadlineWheel::Entry entry;
  wheel_.Arm(entry, start_ + seconds(600));
  for (int second = 1; second < 600; ++second) {
    ASSERT_THAT(wheel_.Advance(start_ + seconds(second)), IsEmpty()) << second;
  }
  EXPECT_THAT(wheel_.Advance(start_ + seconds(601)), ElementsAre(&entry));
}

TEST_F(DeadlineWheelTest, TakesDeadlinesOfThePast) {
  DeadlineWheel::Entry entry;
  wheel_.Advance(start_ + seconds(10));
  wheel_.Arm(entry, start_ + seconds(1));
  EXPECT_THAT(wheel_.Advance(start_ + seconds(11)), ElementsAre(&entry));
}

TEST_F(DeadlineWheelTest, ForgetsDisarmedAndDestroyedEntries) {
  DeadlineWheel::Entry disarmed;
  wheel_.Arm(disarmed, start_ + seconds(1));
  DeadlineWheel::Disarm(disarmed);
  {
    DeadlineWheel::Entry destroyed;
    wheel_.Arm(destroyed, start_ + seconds(1));
  }
  EXPECT_THAT(wheel_.Entries(), IsEmpty());
  EXPECT_THAT(wheel_.Advance(start_ + seconds(2)), IsEmpty());
}

TEST_F(DeadlineWheelTest, ListsItsEntries) {
  DeadlineWheel::Entry a;
  DeadlineWheel::Entry b;
  wheel_.Arm(a, start_ + seconds(1));
  wheel_.Arm(b, start_ + seconds(75));
  EXPECT_THAT(wheel_.Entries(), UnorderedElementsAre(&a, &b));
}

}  // namespace
}  // namespace cq::http
