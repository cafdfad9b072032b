#include "knowledge/knowledge_catalog.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/memory_store.h"
#include "support/unit_rows.h"

namespace cq::knowledge {
namespace {

using testing::MakeRow;

constexpr std::size_t kCacheBytes = 1 << 20;

class KnowledgeCatalogTest : public ::testing::Test {
 protected:
  std::int64_t Total() {
    return catalog_.CatchUpAndRead([](const SearchIndex& index) { return index.totals().total(); });
  }

  std::optional<std::int64_t> TryTotal() {
    return catalog_.TryRead([](const SearchIndex& index) { return index.totals().total(); });
  }

  testing::MemoryStore store_;
  std::vector<RowId> unreadable_;
  KnowledgeCatalog catalog_{store_, store_, kCacheBytes, [this](RowId row_id, std::string_view) {
                              unreadable_.push_back(row_id);
                            }};
};

TEST_F(KnowledgeCatalogTest, KnowsNothingBeforeTheFirstCatchUp) {
  store_.Put(MakeRow({.number = 1}));
  EXPECT_FALSE(catalog_.IsCurrent());
  EXPECT_EQ(TryTotal(), std::nullopt);
  EXPECT_EQ(Total(), 1);
  EXPECT_TRUE(catalog_.IsCurrent());
  EXPECT_EQ(TryTotal(), 1);
}

TEST_F(KnowledgeCatalogTest, AnEmptyStoreIsKnownToo) {
  catalog_.CatchUp();
  EXPECT_EQ(TryTotal(), 0);
}

TEST_F(KnowledgeCatalogTest, FollowsChangesAndRemovals) {
  store_.Put(MakeRow({.number = 1}));
  store_.Put(MakeRow({.number = 2}));
  EXPECT_EQ(Total(), 2);
  store_.Delete(1);
  EXPECT_EQ(TryTotal(), std::nullopt);
  EXPECT_EQ(Total(), 1);
  store_.Put(MakeRow({.number = 3}));
  store_.Put(MakeRow({.number = 4}));
  EXPECT_EQ(Total(), 3);
}

TEST_F(KnowledgeCatalogTest, CommitsOfOtherTablesNeedOneLook) {
  store_.Put(MakeRow({.number = 1}));
  catalog_.CatchUp();
  const int looks = store_.follow_count();
  store_.Touch();
  EXPECT_EQ(TryTotal(), std::nullopt);
  EXPECT_EQ(Total(), 1);
  EXPECT_EQ(TryTotal(), 1);
  catalog_.CatchUp();
  EXPECT_EQ(store_.follow_count(), looks + 1);
}

TEST_F(KnowledgeCatalogTest, StartsAnewWithARestoredFile) {
  for (int i = 1; i <= 3; ++i) store_.Put(MakeRow({.number = i}));
  EXPECT_EQ(Total(), 3);
  store_.Restore({MakeRow({.number = 9})});
  EXPECT_EQ(Total(), 1);
}

TEST_F(KnowledgeCatalogTest, LoadsAgainAfterAFailureHalfWay) {
  for (int i = 1; i <= 3; ++i) store_.Put(MakeRow({.number = i}));
  store_.while_following = [](RowId row_id) {
    if (row_id == 3) throw std::runtime_error("disk");
  };
  EXPECT_THROW(catalog_.CatchUp(), std::runtime_error);
  EXPECT_EQ(TryTotal(), std::nullopt);
  store_.while_following = nullptr;
  EXPECT_EQ(Total(), 3);

  store_.Put(MakeRow({.number = 4}));
  store_.Delete(1);
  store_.while_following = [](RowId) { throw std::runtime_error("disk"); };
  EXPECT_THROW(catalog_.CatchUp(), std::runtime_error);
  EXPECT_EQ(TryTotal(), std::nullopt);
  store_.while_following = nullptr;
  EXPECT_EQ(Total(), 3);
}

TEST_F(KnowledgeCatalogTest, ReportsUnreadableDocumentsOnce) {
  IndexedRow broken = MakeRow({.number = 2});
  broken.row.data = "{";
  store_.Put(MakeRow({.number = 1}));
  store_.Put(broken);
  EXPECT_EQ(Total(), 2);
  store_.Touch();
  catalog_.CatchUp();
  EXPECT_EQ(unreadable_, std::vector<RowId>{2});
}

TEST_F(KnowledgeCatalogTest, ACommitDuringTheLookIsNotMissed) {
  store_.Put(MakeRow({.number = 1}));
  // Seen by the change signal, but after the look began: the look may or may not contain it.
  store_.while_following = [this](RowId) { store_.Touch(); };
  catalog_.CatchUp();
  EXPECT_FALSE(catalog_.IsCurrent());
}

TEST_F(KnowledgeCatalogTest, ReadersSeeEveryCommitMadeBeforeTheyAsked) {
  constexpr int kWriters = 2;
  constexpr int kReaders = 4;
  constexpr int kUnitsEach = 200;
  std::atomic<int> written{0};
  std::atomic<bool> failed{false};
  std::latch start(kWriters + kReaders);
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      start.arrive_and_wait();
      for (int i = 0; i < kUnitsEach; ++i) {
        store_.Put(MakeRow({.number = 1 + writer * kUnitsEach + i}));
        ++written;
      }
    });
  }
  for (int reader = 0; reader < kReaders; ++reader) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (int seen = 0; seen < kWriters * kUnitsEach;) {
        const int before = written;
        if (Total() < before) failed = true;
        if (const auto total = TryTotal(); total && *total < before) failed = true;
        seen = before;
      }
    });
  }
  threads.clear();
  EXPECT_FALSE(failed);
  EXPECT_EQ(Total(), kWriters * kUnitsEach);
}

}  // namespace
}  // namespace cq::knowledge
