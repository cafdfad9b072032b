// The change feed: triggers note each changed unit, whichever process changes it.
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "knowledge/knowledge_repository.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/write_queue.h"

namespace cq::storage::sqlite {

inline constexpr std::array<std::string_view, 8> kChangeFeedObjects{
    "cq_changes",      "cq_unit_replaced",   "cq_unit_inserted",  "cq_unit_updated",
    "cq_unit_deleted", "cq_domain_inserted", "cq_domain_updated", "cq_domain_deleted",
};

// Migration 2. What happened while triggers were missing is not in the feed, so it starts anew.
void InstallChangeFeed(Connection& connection);

// Forgets all but the newest rows; a follower that was further behind starts over.
void PruneChangeFeed(Connection& connection);

// KnowledgeRepository::Follow. Reinstalls the feed through `writes` when a restored file lacks it.
knowledge::FeedPosition FollowChangeFeed(ReaderPool& readers, WriteQueue& writes,
                                         knowledge::FeedPosition position,
                                         const std::function<void()>& reset,
                                         const knowledge::RowVisitor& changed,
                                         const knowledge::RemovalVisitor& removed);

}  // namespace cq::storage::sqlite
