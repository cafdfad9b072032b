#include "knowledge/rendered_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace cq::knowledge {
namespace {

constexpr std::size_t kShards = 16;

UnitText Text(std::size_t size) { return std::make_shared<const std::string>(size, 'x'); }

// Rows that share a shard.
IndexedUnit Unit(RowId n, Stamp stamp = 1) { return {n * static_cast<RowId>(kShards), stamp}; }

TEST(RenderedCache, GivesATextForItsStateOnly) {
  RenderedCache cache(1 << 20);
  const UnitText text = Text(10);
  cache.Store(Unit(1, 5), text);
  EXPECT_EQ(cache.Find(Unit(1, 5)), text);
  EXPECT_EQ(cache.Find(Unit(1, 6)), nullptr);
  EXPECT_EQ(cache.Find(Unit(1, 4)), nullptr);
  EXPECT_EQ(cache.Find(Unit(2, 5)), nullptr);
}

TEST(RenderedCache, KeepsTheTextOfTheLaterState) {
  RenderedCache cache(1 << 20);
  const UnitText later = Text(10);
  cache.Store(Unit(1, 5), Text(10));
  cache.Store(Unit(1, 7), later);
  cache.Store(Unit(1, 6), Text(10));
  EXPECT_EQ(cache.Find(Unit(1, 7)), later);
  EXPECT_EQ(cache.Find(Unit(1, 6)), nullptr);
}

TEST(RenderedCache, EvictsTheUnusedBeyondItsBytes) {
  RenderedCache cache(kShards * 10'000);
  for (RowId n = 1; n <= 4; ++n) cache.Store(Unit(n), Text(2'000));
  ASSERT_NE(cache.Find(Unit(1)), nullptr);
  cache.Store(Unit(5), Text(2'000));
  EXPECT_NE(cache.Find(Unit(1)), nullptr);  // was used
  EXPECT_EQ(cache.Find(Unit(2)), nullptr);  // was the oldest
  EXPECT_NE(cache.Find(Unit(5)), nullptr);
}

TEST(RenderedCache, RefusesWhatDoesNotFit) {
  RenderedCache cache(kShards * 1'000);
  cache.Store(Unit(1), Text(100));
  cache.Store(Unit(2), Text(5'000));
  EXPECT_EQ(cache.Find(Unit(2)), nullptr);
  EXPECT_NE(cache.Find(Unit(1)), nullptr);
}

}  // namespace
}  // namespace cq::knowledge
