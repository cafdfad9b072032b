#include "api/knowledge_json.h"

#include <cstddef>
#include <optional>

#include "api/body_reader.h"
#include "api/validation.h"
#include "json/write.h"
#include "knowledge/unit_formats.h"

namespace cq::api {

tl::expected<knowledge::FlagReport, http::Response> ReadFlagReport(const json::Value& body) {
  ValidationErrors errors;
  ObjectReader reader(body, {"body"}, errors);
  knowledge::FlagReport report;
  report.reason = reader.Choice("reason", {"stale", "incorrect", "duplicate"}).value_or("");
  report.detail = reader.Text({.name = "detail",
                               .presence = Presence::kNullable,
                               .max_length = knowledge::kFlagDetailMaxLength,
                               .length_rule = LengthRule::kModel});
  report.duplicate_of = reader.Text({.name = "duplicate_of", .presence = Presence::kNullable});
  if (report.duplicate_of && report.duplicate_of->empty()) report.duplicate_of.reset();
  if (report.duplicate_of && !knowledge::IsUnitId(*report.duplicate_of)) {
    reader.AddValueError("duplicate_of", "duplicate_of must match ^ku_[0-9a-f]{32}$");
  }
  if (errors.empty() && report.reason == "duplicate" && !report.duplicate_of) {
    reader.AddValueError("", "duplicate_of is required when reason is 'duplicate'");
  }
  if (!errors.empty()) return tl::unexpected(errors.ToResponse());
  return report;
}

std::string UnitListJson(const std::vector<knowledge::UnitText>& units) {
  constexpr std::string_view kOpening = "{\"data\":[";
  constexpr std::string_view kClosing = "]}";
  std::size_t size = kOpening.size() + kClosing.size() + units.size();
  for (const knowledge::UnitText& unit : units) size += unit->size();
  std::string out;
  out.reserve(size);
  out += kOpening;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (i > 0) out += ',';
    out += *units[i];
  }
  out += kClosing;
  return out;
}

std::string KnowledgeStatsJson(const knowledge::KnowledgeStats& stats) {
  std::string out = "{\"total_count\":";
  out += std::to_string(stats.total_count);
  out += ",\"tier_counts\":";
  AppendCounts(out, stats.tier_counts);
  out += ",\"domain_counts\":";
  AppendCounts(out, stats.domain_counts);
  out += ",\"confidence_distribution\":";
  AppendCounts(out, stats.confidence_distribution);
  out += '}';
  return out;
}

void AppendCounts(std::string& out, const knowledge::OrderedCounts& counts) {
  out += '{';
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i > 0) out += ',';
    json::AppendString(out, counts[i].first);
    out += ':';
    out += std::to_string(counts[i].second);
  }
  out += '}';
}

}  // namespace cq::api
