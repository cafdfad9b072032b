#include "knowledge/knowledge_service.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "core/text.h"
#include "core/time_text.h"
#include "knowledge/evidence.h"
#include "knowledge/knowledge_catalog.h"
#include "knowledge/knowledge_repository.h"
#include "knowledge/unit_id.h"
#include "knowledge/unit_json.h"
#include "knowledge/versioned_answer.h"

namespace cq::knowledge {
namespace {

IndexQuery Prepare(const Query& query) {
  return {.domains = NormalizeDomains(query.domains),
          .languages = query.languages,
          .frameworks = query.frameworks,
          .pattern = ToLower(query.pattern),
          .limit = std::min(query.limit, kQueryMaxLimit)};
}

KnowledgeStats Summarize(const SearchIndex& index) {
  const UnitTotals& totals = index.totals();
  return {.total_count = totals.total(),
          .tier_counts = totals.ApprovedByTier(index.terms()),
          .domain_counts = totals.ApprovedByDomain(index.terms()),
          .confidence_distribution = totals.KnowledgeDistribution()};
}

class IndexedKnowledgeService final : public KnowledgeService {
 public:
  IndexedKnowledgeService(KnowledgeRepository& repository, KnowledgeCatalog& catalog,
                          const Clock& clock, RandomSource& random)
      : repository_(repository), catalog_(catalog), clock_(clock), random_(random) {}

  std::optional<std::vector<UnitText>> TryQuery(const Query& query) override;
  std::vector<UnitText> QueryUnits(const Query& query) override;
  std::optional<KnowledgeStats> TryStats() override;
  KnowledgeStats Stats() override;
  Result<KnowledgeUnit> Propose(Proposal proposal, std::string_view username) override;
  Result<KnowledgeUnit> Confirm(std::string_view unit_id) override;
  Result<KnowledgeUnit> Flag(std::string_view unit_id, FlagReport report) override;

 private:
  enum class Rendering { kComplete, kOutdated };

  // Texts of `units` in their order, nullptr for those that are not in memory.
  std::vector<UnitText> Remembered(const std::vector<IndexedUnit>& units);
  // Reads the texts that are missing. Outdated when a unit is no longer what the index took it for.
  Rendering ReadMissing(const std::vector<IndexedUnit>& units, std::vector<UnitText>& texts);
  UnitText Render(const IndexedUnit& unit, const UnitRow& row);
  KnowledgeStats StatsOf(const SearchIndex& index);
  Result<KnowledgeUnit> Edit(std::string_view unit_id,
                             const std::function<void(KnowledgeUnit&)>& change);

  KnowledgeRepository& repository_;
  KnowledgeCatalog& catalog_;
  const Clock& clock_;
  RandomSource& random_;
  VersionedAnswer<std::uint64_t, KnowledgeStats> stats_;
};

std::optional<std::vector<UnitText>> IndexedKnowledgeService::TryQuery(const Query& query) {
  const IndexQuery prepared = Prepare(query);
  if (prepared.domains.empty()) return std::vector<UnitText>();
  const auto units =
      catalog_.TryRead([&](const SearchIndex& index) { return index.Query(prepared); });
  if (!units) return std::nullopt;
  std::vector<UnitText> texts = Remembered(*units);
  if (std::find(texts.begin(), texts.end(), nullptr) != texts.end()) return std::nullopt;
  return texts;
}

std::vector<UnitText> IndexedKnowledgeService::QueryUnits(const Query& query) {
  const IndexQuery prepared = Prepare(query);
  if (prepared.domains.empty()) return {};
  // Units that change between the look at the index and that at the database are looked up anew;
  // under constant writes the last answer is given without them.
  constexpr int kAttempts = 4;
  std::vector<UnitText> texts;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::vector<IndexedUnit> units =
        catalog_.CatchUpAndRead([&](const SearchIndex& index) { return index.Query(prepared); });
    texts = Remembered(units);
    if (ReadMissing(units, texts) == Rendering::kComplete) return texts;
  }
  std::erase(texts, nullptr);
  return texts;
}

std::vector<UnitText> IndexedKnowledgeService::Remembered(const std::vector<IndexedUnit>& units) {
  std::vector<UnitText> texts;
  texts.reserve(units.size());
  for (const IndexedUnit& unit : units) texts.push_back(catalog_.rendered().Find(unit));
  return texts;
}

IndexedKnowledgeService::Rendering IndexedKnowledgeService::ReadMissing(
    const std::vector<IndexedUnit>& units, std::vector<UnitText>& texts) {
  std::vector<RowId> missing;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (texts[i] == nullptr) missing.push_back(units[i].row_id);
  }
  if (missing.empty()) return Rendering::kComplete;
  const std::vector<UnitRow> rows = repository_.FindRows(missing);
  auto row = rows.begin();
  Rendering rendering = Rendering::kComplete;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (texts[i] != nullptr) continue;
    if (row != rows.end() && row->row_id == units[i].row_id) texts[i] = Render(units[i], *row++);
    if (texts[i] == nullptr) rendering = Rendering::kOutdated;
  }
  return rendering;
}

// nullptr when the row is not to be shown.
UnitText IndexedKnowledgeService::Render(const IndexedUnit& unit, const UnitRow& row) {
  if (row.status != StatusText(ReviewStatus::kApproved)) return nullptr;
  const Result<KnowledgeUnit> read = ParseStoredUnit(row.data);
  if (!read) {
    catalog_.DropUnreadable(unit, read.error().message);
    return nullptr;
  }
  std::string text;
  AppendAnswerUnit(text, *read, Audience::kPublic);
  text.shrink_to_fit();
  auto shared = std::make_shared<const std::string>(std::move(text));
  catalog_.rendered().Store(unit, shared);
  return shared;
}

std::optional<KnowledgeStats> IndexedKnowledgeService::TryStats() {
  return catalog_.TryRead([this](const SearchIndex& index) { return StatsOf(index); });
}

KnowledgeStats IndexedKnowledgeService::Stats() {
  return catalog_.CatchUpAndRead([this](const SearchIndex& index) { return StatsOf(index); });
}

KnowledgeStats IndexedKnowledgeService::StatsOf(const SearchIndex& index) {
  if (const auto known = stats_.Find(index.version())) return *known;
  return *stats_.Store(index.version(), Summarize(index));
}

Result<KnowledgeUnit> IndexedKnowledgeService::Propose(Proposal proposal,
                                                       std::string_view username) {
  KnowledgeUnit unit;
  unit.domains = NormalizeDomains(proposal.domains);
  if (unit.domains.empty()) {
    return Fail(ErrorCode::kInvalidInput, "At least one non-empty domain is required");
  }
  const TimePoint now = clock_.Now();
  unit.id = MakeUnitId(random_);
  unit.insight = std::move(proposal.insight);
  unit.context = std::move(proposal.context);
  unit.extensions = std::move(proposal.extensions);
  unit.evidence.first_observed = FormatZuluTime(now);
  unit.evidence.last_confirmed = unit.evidence.first_observed;
  unit.created_by = username;
  UnitRow row;
  row.id = unit.id;
  row.data = WriteStoredUnit(unit);
  row.status = StatusText(ReviewStatus::kPending);
  row.created_at = FormatOffsetTime(now);
  row.tier = unit.tier;
  repository_.Insert(row, unit.domains);
  return unit;
}

Result<KnowledgeUnit> IndexedKnowledgeService::Confirm(std::string_view unit_id) {
  return Edit(unit_id, [this](KnowledgeUnit& unit) { ApplyConfirmation(unit, clock_.Now()); });
}

Result<KnowledgeUnit> IndexedKnowledgeService::Flag(std::string_view unit_id, FlagReport report) {
  return Edit(unit_id, [&](KnowledgeUnit& unit) { ApplyFlag(unit, report, clock_.Now()); });
}

Result<KnowledgeUnit> IndexedKnowledgeService::Edit(
    std::string_view unit_id, const std::function<void(KnowledgeUnit&)>& change) {
  KnowledgeUnit changed;
  const bool found = repository_.EditApproved(unit_id, [&](const UnitRow& row) {
    Result<KnowledgeUnit> unit = ParseStoredUnit(row.data);
    if (!unit) throw std::runtime_error("unit " + row.id + ": " + unit.error().message);
    change(*unit);
    changed = *unit;
    // The answer shows the domains as they were; what is stored becomes normalised.
    unit->domains = NormalizeDomains(unit->domains);
    if (unit->domains.empty()) throw std::runtime_error("unit " + row.id + ": no domain is left");
    return EditedUnit{.data = WriteStoredUnit(*unit), .tier = unit->tier};
  });
  if (!found) return Fail(ErrorCode::kNotFound, "Knowledge unit not found");
  return changed;
}

}  // namespace

std::unique_ptr<KnowledgeService> MakeKnowledgeService(KnowledgeRepository& repository,
                                                       KnowledgeCatalog& catalog,
                                                       const Clock& clock, RandomSource& random) {
  return std::make_unique<IndexedKnowledgeService>(repository, catalog, clock, random);
}

std::vector<std::string> NormalizeDomains(const std::vector<std::string>& domains) {
  constexpr std::size_t kScannedItems = 16;  // more are looked for by hash
  std::vector<std::string> normalized;
  std::unordered_set<std::string> seen;
  for (const std::string& domain : domains) {
    const std::string_view stripped = StripWhitespace(domain);
    if (stripped.empty()) continue;
    std::string lower = ToLower(stripped);
    const bool is_new =
        domains.size() > kScannedItems
            ? seen.insert(lower).second
            : std::find(normalized.begin(), normalized.end(), lower) == normalized.end();
    if (is_new) normalized.push_back(std::move(lower));
  }
  return normalized;
}

}  // namespace cq::knowledge
