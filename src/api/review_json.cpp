#include "api/review_json.h"

#include <cstddef>
#include <optional>
#include <string_view>

#include "api/knowledge_json.h"
#include "json/write.h"
#include "knowledge/unit_json.h"

namespace cq::api {
namespace {

void AppendTextMember(std::string& out, std::string_view key, std::string_view text) {
  out += key;
  json::AppendString(out, text);
}

void AppendNullableMember(std::string& out, std::string_view key,
                          const std::optional<std::string>& text) {
  out += key;
  if (text) {
    json::AppendString(out, *text);
  } else {
    out += "null";
  }
}

void AppendNumberMember(std::string& out, std::string_view key, std::int64_t number) {
  out += key;
  out += std::to_string(number);
}

void AppendItem(std::string& out, const review::ReviewItem& item) {
  out += "{\"knowledge_unit\":";
  knowledge::AppendAnswerUnit(out, item.unit, knowledge::Audience::kReviewer);
  AppendTextMember(out, ",\"status\":", item.status);
  AppendNullableMember(out, ",\"reviewed_by\":", item.reviewed_by);
  AppendNullableMember(out, ",\"reviewed_at\":", item.reviewed_at);
  out += '}';
}

void AppendItems(std::string& out, const std::vector<review::ReviewItem>& items) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    AppendItem(out, items[i]);
  }
  out += ']';
}

void AppendActivity(std::string& out, const review::Activity& activity) {
  AppendTextMember(out, "{\"type\":", activity.type);
  AppendTextMember(out, ",\"unit_id\":", activity.unit_id);
  AppendTextMember(out, ",\"summary\":", activity.summary);
  if (activity.type != "proposed") {
    AppendNullableMember(out, ",\"reviewed_by\":", activity.reviewed_by);
  }
  AppendTextMember(out, ",\"timestamp\":", activity.timestamp);
  out += '}';
}

void AppendDay(std::string& out, const review::DailyCount& day) {
  AppendTextMember(out, "{\"date\":", day.date);
  AppendNumberMember(out, ",\"proposed\":", day.proposed);
  AppendNumberMember(out, ",\"approved\":", day.approved);
  AppendNumberMember(out, ",\"rejected\":", day.rejected);
  out += '}';
}

}  // namespace

std::string ReviewItemJson(const review::ReviewItem& item) {
  std::string out;
  AppendItem(out, item);
  return out;
}

std::string ReviewItemsJson(const std::vector<review::ReviewItem>& items) {
  std::string out;
  AppendItems(out, items);
  return out;
}

std::string ReviewQueueJson(const review::ReviewQueue& queue, std::int64_t offset,
                            std::int64_t limit) {
  std::string out = "{\"items\":";
  AppendItems(out, queue.items);
  AppendNumberMember(out, ",\"total\":", queue.total);
  AppendNumberMember(out, ",\"offset\":", offset);
  AppendNumberMember(out, ",\"limit\":", limit);
  out += '}';
  return out;
}

std::string DecisionJson(const review::Decision& decision) {
  std::string out;
  AppendTextMember(out, "{\"unit_id\":", decision.unit_id);
  AppendTextMember(out, ",\"status\":", decision.status);
  AppendTextMember(out, ",\"reviewed_by\":", decision.reviewed_by);
  AppendTextMember(out, ",\"reviewed_at\":", decision.reviewed_at);
  out += '}';
  return out;
}

std::string ReviewStatsJson(const review::ReviewStats& stats) {
  std::string out = "{\"counts\":";
  AppendCounts(out, stats.counts);
  out += ",\"domains\":";
  AppendCounts(out, stats.domains);
  out += ",\"confidence_distribution\":";
  AppendCounts(out, stats.confidence_distribution);
  out += ",\"recent_activity\":[";
  for (std::size_t i = 0; i < stats.recent_activity.size(); ++i) {
    if (i > 0) out += ',';
    AppendActivity(out, stats.recent_activity[i]);
  }
  out += "],\"trends\":{\"daily\":[";
  for (std::size_t i = 0; i < stats.daily.size(); ++i) {
    if (i > 0) out += ',';
    AppendDay(out, stats.daily[i]);
  }
  out += "]}}";
  return out;
}

}  // namespace cq::api
