// The statements of the review lists. Each is answered in the order of an index, without a sort,
// but for kListByRareDomain.
#pragma once

#include <string_view>

namespace cq::storage::sqlite {

inline constexpr std::string_view kPendingQueue =
    "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
    "FROM knowledge_units WHERE status = 'pending' "
    "ORDER BY created_at, rowid LIMIT ?1 OFFSET ?2";

inline constexpr std::string_view kRecentlyTouched =
    "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
    "FROM knowledge_units ORDER BY COALESCE(reviewed_at, created_at) DESC, rowid LIMIT ?1";

inline constexpr std::string_view kListAll =
    "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
    "FROM knowledge_units ORDER BY created_at DESC, rowid LIMIT ?1";

inline constexpr std::string_view kListByStatus =
    "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
    "FROM knowledge_units WHERE status = ?2 ORDER BY created_at DESC, rowid LIMIT ?1";

// The inner query sorts row numbers only; documents are read for the page alone.
inline constexpr std::string_view kListByRareDomain =
    "SELECT u.rowid, u.id, u.data, u.status, u.reviewed_by, u.reviewed_at, u.created_at, u.tier "
    "FROM (SELECT m.rowid AS unit_row FROM knowledge_unit_domains d "
    "      CROSS JOIN knowledge_units m ON m.id = d.unit_id "
    "      WHERE d.domain = ?2 AND (?3 IS NULL OR m.status = ?3) "
    "      ORDER BY m.created_at DESC, m.rowid LIMIT ?1) AS page "
    "CROSS JOIN knowledge_units u ON u.rowid = page.unit_row "
    "ORDER BY u.created_at DESC, u.rowid";

inline constexpr std::string_view kListByPopularDomain =
    "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
    "FROM knowledge_units AS u WHERE EXISTS "
    "(SELECT 1 FROM knowledge_unit_domains d WHERE d.unit_id = u.id AND d.domain = ?2) "
    "ORDER BY created_at DESC, rowid LIMIT ?1";

inline constexpr std::string_view kListByPopularDomainAndStatus =
    "SELECT rowid, id, data, status, reviewed_by, reviewed_at, created_at, tier "
    "FROM knowledge_units AS u WHERE status = ?3 AND EXISTS "
    "(SELECT 1 FROM knowledge_unit_domains d WHERE d.unit_id = u.id AND d.domain = ?2) "
    "ORDER BY created_at DESC, rowid LIMIT ?1";

}  // namespace cq::storage::sqlite
