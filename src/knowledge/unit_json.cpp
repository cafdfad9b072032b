#include "knowledge/unit_json.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "json/write.h"

// Appending text by hand: answers are written often, and a document tree would cost more than the
// whole rest of a request.
namespace cq::knowledge {
namespace {

constexpr json::FloatStyle kStyle = json::FloatStyle::kRust;

// The stored form leaves the model's nulls out, the answers show them.
enum class Nulls { kOmitted, kShown };

void AppendTextMember(std::string& out, std::string_view key, std::string_view text) {
  out += key;
  json::AppendString(out, text);
}

void AppendOptionalMember(std::string& out, std::string_view key,
                          const std::optional<std::string>& text, Nulls nulls) {
  if (text) {
    AppendTextMember(out, key, *text);
  } else if (nulls == Nulls::kShown) {
    out += key;
    out += "null";
  }
}

void AppendTexts(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  out += key;
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    json::AppendString(out, texts[i]);
  }
  out += ']';
}

void AppendEvidence(std::string& out, const Evidence& evidence) {
  out += ",\"evidence\":{\"confidence\":";
  json::AppendDouble(out, evidence.confidence, kStyle);
  out += ",\"confirmations\":";
  json::AppendValue(out, evidence.confirmations, kStyle);
  AppendTextMember(out, ",\"first_observed\":", evidence.first_observed);
  AppendTextMember(out, ",\"last_confirmed\":", evidence.last_confirmed);
  out += '}';
}

// id, version, domains, insight, context, evidence and tier, with the opening brace.
void AppendHead(std::string& out, const KnowledgeUnit& unit) {
  AppendTextMember(out, "{\"id\":", unit.id);
  out += ",\"version\":";
  json::AppendValue(out, unit.version, kStyle);
  AppendTexts(out, ",\"domains\":", unit.domains);
  AppendTextMember(out, ",\"insight\":{\"summary\":", unit.insight.summary);
  AppendTextMember(out, ",\"detail\":", unit.insight.detail);
  AppendTextMember(out, ",\"action\":", unit.insight.action);
  AppendTexts(out, "},\"context\":{\"languages\":", unit.context.languages);
  AppendTexts(out, ",\"frameworks\":", unit.context.frameworks);
  AppendTextMember(out, ",\"pattern\":", unit.context.pattern);
  out += '}';
  AppendEvidence(out, unit.evidence);
  AppendTextMember(out, ",\"tier\":", unit.tier);
}

void AppendFlag(std::string& out, const Flag& flag, const std::optional<std::string>& detail,
                Nulls nulls) {
  AppendTextMember(out, "{\"reason\":", flag.reason);
  AppendTextMember(out, ",\"timestamp\":", flag.timestamp);
  AppendOptionalMember(out, ",\"detail\":", detail, nulls);
  AppendOptionalMember(out, ",\"duplicate_of\":", flag.duplicate_of, nulls);
  out += '}';
}

// The first flag whose detail the audience may see; all after it are shown, too.
std::size_t FirstShownDetail(const KnowledgeUnit& unit, Audience audience) {
  switch (audience) {
    case Audience::kPublic:
      return unit.flags.size();
    case Audience::kFlagger:
      return unit.flags.empty() ? 0 : unit.flags.size() - 1;
    case Audience::kProposer:
    case Audience::kReviewer:
      return 0;
  }
  return unit.flags.size();
}

bool ShowsCreator(Audience audience) {
  return audience == Audience::kProposer || audience == Audience::kReviewer;
}

// superseded_by, extensions and flags, with the closing brace.
void AppendTail(std::string& out, const KnowledgeUnit& unit, std::size_t first_shown_detail,
                Nulls nulls) {
  AppendOptionalMember(out, ",\"superseded_by\":", unit.superseded_by, nulls);
  if (unit.extensions) {
    out += ",\"extensions\":";
    json::AppendValue(out, json::Value(*unit.extensions), kStyle);
  } else if (nulls == Nulls::kShown) {
    out += ",\"extensions\":null";
  }
  out += ",\"flags\":[";
  for (std::size_t i = 0; i < unit.flags.size(); ++i) {
    if (i > 0) out += ',';
    const Flag& flag = unit.flags[i];
    AppendFlag(out, flag, i < first_shown_detail ? std::nullopt : flag.detail, nulls);
  }
  out += "]}";
}

}  // namespace

std::string WriteStoredUnit(const KnowledgeUnit& unit) {
  std::string out;
  AppendHead(out, unit);
  AppendTextMember(out, ",\"created_by\":", unit.created_by);
  AppendTail(out, unit, 0, Nulls::kOmitted);
  return out;
}

void AppendAnswerUnit(std::string& out, const KnowledgeUnit& unit, Audience audience) {
  AppendHead(out, unit);
  if (ShowsCreator(audience)) AppendTextMember(out, ",\"created_by\":", unit.created_by);
  AppendTail(out, unit, FirstShownDetail(unit, audience), Nulls::kShown);
}

}  // namespace cq::knowledge
