#include "app/import_entry.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "api/proposal_json.h"
#include "core/text.h"
#include "core/time_text.h"
#include "crypto/hex.h"
#include "crypto/sha256.h"
#include "json/parse.h"
#include "json/write.h"
#include "knowledge/knowledge_service.h"
#include "knowledge/unit_json.h"

namespace cq::app {
namespace {

using knowledge::KnowledgeUnit;

constexpr std::array<std::string_view, 3> kStatuses{"pending", "approved", "rejected"};
constexpr std::size_t kIdHexDigits = 32;

tl::unexpected<std::string> Refuse(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

const std::string* TextOf(const json::Value& object, std::string_view name) {
  const json::Value* member = object.Find(name);
  return member == nullptr ? nullptr : member->AsString();
}

json::Value TextArray(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

// The API's answer as one line: "domains: Field required; insight: Field required".
std::string RefusalText(const http::Response& refusal) {
  const auto body = json::Parse(refusal.body);
  const json::Value* detail = body ? body->Find("detail") : nullptr;
  if (detail == nullptr) return "not a valid unit";
  if (const std::string* text = detail->AsString()) {
    std::string line = *text;
    std::ranges::replace(line, '\n', ' ');
    return line;
  }
  std::string line;
  for (const json::Value& error : *detail->AsArray()) {
    if (!line.empty()) line += "; ";
    const json::Value* location = error.Find("loc");
    for (const json::Value& step : *location->AsArray()) {
      if (const std::string* name = step.AsString(); name != nullptr && *name != "body") {
        line += *name + ": ";
      }
    }
    if (const std::string* message = TextOf(error, "msg")) line += *message;
  }
  return line;
}

// The same content gives the same id, whenever and however often it is imported.
std::string ContentId(const KnowledgeUnit& unit) {
  const json::Array content{TextArray(unit.domains),
                            unit.insight.summary,
                            unit.insight.detail,
                            unit.insight.action,
                            TextArray(unit.context.languages),
                            TextArray(unit.context.frameworks),
                            unit.context.pattern,
                            unit.created_by,
                            unit.extensions ? json::Value(*unit.extensions) : json::Value(nullptr)};
  const std::string text = json::Write(json::Value(content), json::FloatStyle::kRust);
  return "ku_" + crypto::ToHex(crypto::AsText(crypto::Sha256(text))).substr(0, kIdHexDigits);
}

tl::expected<KnowledgeUnit, std::string> ReadProposedUnit(const json::Value& entry, TimePoint now) {
  const std::string* author = TextOf(entry, "created_by");
  auto proposal = api::ReadProposal(entry, author == nullptr ? std::string_view() : *author);
  if (!proposal) return Refuse(RefusalText(proposal.error()));

  KnowledgeUnit unit;
  unit.domains = knowledge::NormalizeDomains(proposal->domains);
  unit.insight = std::move(proposal->insight);
  unit.context = std::move(proposal->context);
  unit.extensions = std::move(proposal->extensions);
  unit.created_by = author == nullptr ? "" : *author;
  unit.evidence.first_observed = FormatZuluTime(now);
  unit.evidence.last_confirmed = unit.evidence.first_observed;
  unit.id = ContentId(unit);
  return unit;
}

tl::expected<KnowledgeUnit, std::string> ReadWholeUnit(const json::Value& entry) {
  auto unit = knowledge::ParseStoredUnit(json::Write(entry, json::FloatStyle::kRust));
  if (!unit) return Refuse(std::move(unit.error().message));
  unit->domains = knowledge::NormalizeDomains(unit->domains);
  return std::move(*unit);
}

// nullopt when absent or null; the error names the member.
tl::expected<std::optional<std::string>, std::string> ReadTime(const json::Value& entry,
                                                               const std::string& name) {
  const json::Value* member = entry.Find(name);
  if (member == nullptr || member->IsNull()) return std::nullopt;
  const std::string* text = member->AsString();
  const auto time = text == nullptr ? std::nullopt : ParseTime(*text);
  if (!time) return Refuse(name + ": not a time such as 2026-11-23T20:39:26+00:00");
  return FormatOffsetTime(*time);
}

std::string CreationTime(const KnowledgeUnit& unit, const std::optional<std::string>& created_at,
                         TimePoint now) {
  if (created_at) return *created_at;
  return FormatOffsetTime(ParseTime(unit.evidence.first_observed).value_or(now));
}

}  // namespace

tl::expected<knowledge::IndexedRow, std::string> ReadImportEntry(const json::Value& entry,
                                                                 const ImportDefaults& defaults) {
  if (entry.AsObject() == nullptr) return Refuse("not a JSON object");
  const json::Value* wrapped = entry.Find("knowledge_unit");
  const json::Value& document = wrapped == nullptr ? entry : *wrapped;
  if (document.AsObject() == nullptr) return Refuse("knowledge_unit: not a JSON object");

  const bool has_id = document.Find("id") != nullptr;
  auto unit = has_id ? ReadWholeUnit(document) : ReadProposedUnit(document, defaults.now);
  if (!unit) return Refuse(std::move(unit.error()));
  if (unit->domains.empty()) return Refuse("domains: at least one non-empty domain is required");

  const json::Value* status_member = entry.Find("status");
  const std::string* status = TextOf(entry, "status");
  if (status_member != nullptr && (status == nullptr || !std::ranges::count(kStatuses, *status))) {
    return Refuse("status: not pending, approved or rejected");
  }
  auto reviewed_at = ReadTime(entry, "reviewed_at");
  if (!reviewed_at) return Refuse(std::move(reviewed_at.error()));
  const auto created_at = ReadTime(entry, "created_at");
  if (!created_at) return Refuse(created_at.error());

  knowledge::IndexedRow row;
  row.row.id = unit->id;
  row.row.status = status == nullptr ? defaults.status : *status;
  if (row.row.status != "pending") {
    if (const std::string* reviewer = TextOf(entry, "reviewed_by")) row.row.reviewed_by = *reviewer;
    row.row.reviewed_at = std::move(*reviewed_at);
  }
  row.row.created_at = CreationTime(*unit, *created_at, defaults.now);
  row.row.tier = unit->tier;
  row.row.data = knowledge::WriteStoredUnit(*unit);
  row.domains = std::move(unit->domains);
  return row;
}

}  // namespace cq::app
