#include <atomic>
#include <string>
#include <thread>

#include "storage/backends.h"
#include "storage/sample_units.h"

namespace cq::storage {
namespace {

using testing::MakeUnit;

class ChangeSignalTest : public testing::RepositoryTest {};

TEST_P(ChangeSignalTest, StaysWhileNothingChanges) {
  knowledge().Insert(MakeUnit("ku_1"), {"x"});
  const auto before = database().changes().Generation();
  knowledge().Find("ku_1");
  EXPECT_EQ(database().changes().Generation(), before);
}

TEST_P(ChangeSignalTest, GrowsWithEachWrite) {
  auto last = database().changes().Generation();
  const auto expect_growth = [&](const char* what) {
    const auto now = database().changes().Generation();
    EXPECT_GT(now, last) << what;
    last = now;
  };
  users().Create("demo", "h", "t");
  expect_growth("user");
  users().SetPasswordHash("demo", "h2");
  expect_growth("password");
  knowledge().Insert(MakeUnit("ku_1"), {"x"});
  expect_growth("unit");
  reviews().Decide("ku_1", "approved", "demo", "now");
  expect_growth("decision");
  users().Remove("demo");
  expect_growth("removal");
}

// A cache as its users build it: ask for the generation, read, keep, use while it is unchanged.
TEST_P(ChangeSignalTest, ACacheNeverServesWhatIsOlderThanAnAcknowledgedWrite) {
  users().Create("demo", "0", "t");
  std::atomic<int> acknowledged = 0;
  std::atomic<bool> stale = false;
  {
    std::vector<std::jthread> readers;
    for (int reader = 0; reader < 3; ++reader) {
      readers.emplace_back([&](const std::stop_token& stop) {
        std::uint64_t generation = 0;
        int cached = -1;
        while (!stop.stop_requested()) {
          const int floor = acknowledged;
          const std::uint64_t now = database().changes().Generation();
          if (cached < 0 || now != generation) {
            generation = now;
            cached = std::stoi(users().FindByName("demo")->password_hash);
          }
          if (cached < floor) stale = true;
        }
      });
    }
    for (int value = 1; value <= 300; ++value) {
      users().SetPasswordHash("demo", std::to_string(value));
      acknowledged = value;
    }
  }
  EXPECT_FALSE(stale);
}

CQ_FOR_ALL_BACKENDS(ChangeSignalTest);

}  // namespace
}  // namespace cq::storage
