// Queries, proposals, confirmations, flags and statistics of the knowledge store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "knowledge/knowledge_unit.h"

namespace cq::knowledge {

inline constexpr std::size_t kQueryMaxLimit = 1'000;  // a larger one answers as this

struct Query {
  std::vector<std::string> domains;  // as sent; normalised by the service
  std::vector<std::string> languages;
  std::vector<std::string> frameworks;
  std::string pattern;
  std::size_t limit = 5;
};

struct Proposal {
  std::vector<std::string> domains;  // as sent; lengths already validated
  Insight insight;
  Context context;
  std::optional<json::Object> extensions;
};

struct FlagReport {
  std::string reason;
  std::optional<std::string> detail;
  std::optional<std::string> duplicate_of;
};

// Counts in the order in which they are answered.
using OrderedCounts = std::vector<std::pair<std::string, std::int64_t>>;

struct KnowledgeStats {
  std::int64_t total_count = 0;
  OrderedCounts tier_counts;
  OrderedCounts domain_counts;
  OrderedCounts confidence_distribution;
};

// A unit's ready-made answer text (Audience::kPublic).
using UnitText = std::shared_ptr<const std::string>;

// Thread-safe. Try* never block and never touch the disk: nullopt when the answer is not in memory
// or memory may be behind the database; then call the blocking twin on a worker.
class KnowledgeService {
 public:
  virtual ~KnowledgeService() = default;
  virtual std::optional<std::vector<UnitText>> TryQuery(const Query& query) = 0;
  virtual std::vector<UnitText> QueryUnits(const Query& query) = 0;
  virtual std::optional<KnowledgeStats> TryStats() = 0;
  virtual KnowledgeStats Stats() = 0;
  // kInvalidInput when no domain is left after normalisation.
  virtual Result<KnowledgeUnit> Propose(Proposal proposal, std::string_view username) = 0;
  // kNotFound unless approved.
  virtual Result<KnowledgeUnit> Confirm(std::string_view unit_id) = 0;
  virtual Result<KnowledgeUnit> Flag(std::string_view unit_id, FlagReport report) = 0;
};

class KnowledgeCatalog;
class KnowledgeRepository;

// All arguments have to outlive the service.
std::unique_ptr<KnowledgeService> MakeKnowledgeService(KnowledgeRepository& repository,
                                                       KnowledgeCatalog& catalog,
                                                       const Clock& clock, RandomSource& random);

// Trimmed, lower-cased, without empties, distinct in order.
std::vector<std::string> NormalizeDomains(const std::vector<std::string>& domains);

}  // namespace cq::knowledge
