#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/number_text.h"
#include "core/text.h"
#include "core/time_text.h"
#include "json/parse.h"
#include "knowledge/unit_formats.h"
#include "knowledge/unit_json.h"

namespace cq::knowledge {
namespace {

std::string Now() { return FormatZuluTime(SystemClock().Now()); }

// Python's `$` also matches before a final line feed, so the reference has stored such texts.
std::string_view WithoutFinalLineFeed(std::string_view text) {
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

// Where a member belongs, for the problem's text; linked to the enclosing ones on the stack.
struct Place {
  const Place* parent;
  std::string_view name;
};

std::string PathOf(const Place& place) {
  if (place.parent == nullptr) return std::string(place.name);
  return PathOf(*place.parent) + "." + std::string(place.name);
}

// Reads a document member by member. What does not fit is noted once, and reading goes on with
// defaults; the caller asks for the problem at the end.
class UnitReader {
 public:
  KnowledgeUnit ReadUnit(const json::Value& document);
  const std::string& problem() const { return problem_; }

 private:
  void Note(const Place& place, std::string_view what) {
    if (problem_.empty()) problem_ = PathOf(place) + ": " + std::string(what);
  }

  const json::Value* Required(const json::Value& object, const Place& place) {
    const json::Value* value = object.Find(place.name);
    if (value == nullptr) Note(place, "missing");
    return value;
  }

  // nullptr for what is absent or null.
  static const json::Value* Nullable(const json::Value& object, const Place& place) {
    const json::Value* value = object.Find(place.name);
    return value == nullptr || value->IsNull() ? nullptr : value;
  }

  // The object called so, or an empty one to go on with.
  const json::Value& Model(const json::Value* value, const Place& place) {
    static const json::Value empty{json::Object{}};
    if (value == nullptr) return empty;
    if (value->AsObject() != nullptr) return *value;
    Note(place, "not an object");
    return empty;
  }

  std::string Text(const json::Value* value, const Place& place, std::size_t max_length);
  std::vector<std::string> Tags(const json::Value* value, const Place& place);
  json::Value Integer(const json::Value* value, const Place& place, json::Value fallback);
  double Confidence(const json::Value* value, const Place& place);
  std::optional<std::string> Time(const json::Value* value, const Place& place);

  Insight ReadInsight(const json::Value& document);
  Context ReadContext(const json::Value& document);
  Evidence ReadEvidence(const json::Value& document);
  Flag ReadFlag(const json::Value& value, const Place& place);
  std::vector<Flag> ReadFlags(const json::Value& document);
  std::optional<json::Object> ReadExtensions(const json::Value& document);

  std::string problem_;
};

constexpr std::size_t kAnyLength = std::string::npos;

std::string UnitReader::Text(const json::Value* value, const Place& place, std::size_t max_length) {
  if (value == nullptr) return {};
  const std::string* text = value->AsString();
  if (text == nullptr) {
    Note(place, "not a string");
    return {};
  }
  // Bytes are at least as many as code points, so most texts need no counting.
  if (text->size() > max_length && CodePointCount(*text) > max_length) Note(place, "too long");
  return *text;
}

std::vector<std::string> UnitReader::Tags(const json::Value* value, const Place& place) {
  if (value == nullptr) return {};
  const json::Array* items = value->AsArray();
  if (items == nullptr) {
    Note(place, "not a list");
    return {};
  }
  if (items->size() > kTagsMaxItems) Note(place, "too many items");
  std::vector<std::string> tags;
  tags.reserve(items->size());
  for (const json::Value& item : *items) tags.push_back(Text(&item, place, kTagMaxLength));
  return tags;
}

// Takes what pydantic takes for an integer: 1, 1.0, "1" and true.
json::Value UnitReader::Integer(const json::Value* value, const Place& place,
                                json::Value fallback) {
  if (value == nullptr) return fallback;
  if (value->AsInt() != nullptr || value->AsBigInteger() != nullptr) return *value;
  if (const bool* flag = value->AsBool()) return *flag ? 1 : 0;
  if (const double* number = value->AsDouble()) {
    constexpr double kInt64Bound = 9223372036854775808.0;
    if (std::trunc(*number) == *number && std::abs(*number) < kInt64Bound) {
      return static_cast<std::int64_t>(*number);
    }
  }
  if (const std::string* text = value->AsString()) {
    if (const auto digits = ParseIntegerText(*text)) {
      std::int64_t number = 0;
      const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), number);
      if (read.ec == std::errc()) return number;
      return json::BigInteger{*digits};
    }
  }
  Note(place, "not an integer");
  return fallback;
}

double UnitReader::Confidence(const json::Value* value, const Place& place) {
  constexpr double kDefault = 0.5;
  if (value == nullptr) return kDefault;
  std::optional<double> number;
  if (const double* held = value->AsDouble()) number = *held;
  if (const std::int64_t* held = value->AsInt()) number = static_cast<double>(*held);
  if (const bool* held = value->AsBool()) number = *held ? 1.0 : 0.0;
  if (const std::string* held = value->AsString()) number = ParseFloatText(*held);
  if (number && *number >= 0.0 && *number <= 1.0) return *number;
  Note(place, "not a number from 0 to 1");
  return kDefault;
}

std::optional<std::string> UnitReader::Time(const json::Value* value, const Place& place) {
  if (value == nullptr) return std::nullopt;
  const std::string* text = value->AsString();
  std::optional<std::string> time =
      text != nullptr ? NormalizeUnitTime(*text) : std::optional<std::string>();
  if (!time) Note(place, "not a time");
  return time;
}

Insight UnitReader::ReadInsight(const json::Value& document) {
  const Place insight{nullptr, "insight"};
  const json::Value& object = Model(Required(document, insight), insight);
  const auto part = [&](std::string_view name, std::size_t max_length) {
    const Place place{&insight, name};
    return Text(Required(object, place), place, max_length);
  };
  return {.summary = part("summary", kSummaryMaxLength),
          .detail = part("detail", kDetailMaxLength),
          .action = part("action", kActionMaxLength)};
}

Context UnitReader::ReadContext(const json::Value& document) {
  const Place context{nullptr, "context"};
  const json::Value& object = Model(document.Find("context"), context);
  return {.languages = Tags(object.Find("languages"), {&context, "languages"}),
          .frameworks = Tags(object.Find("frameworks"), {&context, "frameworks"}),
          .pattern = Text(object.Find("pattern"), {&context, "pattern"}, kPatternMaxLength)};
}

Evidence UnitReader::ReadEvidence(const json::Value& document) {
  const Place evidence{nullptr, "evidence"};
  const json::Value& object = Model(document.Find("evidence"), evidence);
  const Place first{&evidence, "first_observed"};
  const Place last{&evidence, "last_confirmed"};
  std::optional<std::string> first_observed = Time(Nullable(object, first), first);
  std::optional<std::string> last_confirmed = Time(Nullable(object, last), last);
  if (!first_observed && !last_confirmed) first_observed = Now();
  if (!first_observed) first_observed = last_confirmed;
  if (!last_confirmed) last_confirmed = first_observed;
  return {.confidence = Confidence(object.Find("confidence"), {&evidence, "confidence"}),
          .confirmations = Integer(object.Find("confirmations"), {&evidence, "confirmations"}, 1),
          .first_observed = *std::move(first_observed),
          .last_confirmed = *std::move(last_confirmed)};
}

Flag UnitReader::ReadFlag(const json::Value& value, const Place& place) {
  const json::Value& object = Model(&value, place);
  Flag flag;
  const Place reason{&place, "reason"};
  flag.reason = Text(Required(object, reason), reason, kAnyLength);
  const Place timestamp{&place, "timestamp"};
  flag.timestamp = Time(object.Find(timestamp.name), timestamp).value_or("");
  if (flag.timestamp.empty()) flag.timestamp = Now();
  const Place detail{&place, "detail"};
  if (const json::Value* text = Nullable(object, detail)) {
    flag.detail = Text(text, detail, kFlagDetailMaxLength);
  }
  const Place duplicate_of{&place, "duplicate_of"};
  if (const json::Value* text = Nullable(object, duplicate_of)) {
    flag.duplicate_of = Text(text, duplicate_of, kAnyLength);
  }
  const bool is_duplicate = flag.reason == "duplicate";
  if (!is_duplicate && flag.reason != "stale" && flag.reason != "incorrect") {
    Note(reason, "unknown");
  }
  if (is_duplicate && flag.duplicate_of.value_or("").empty()) Note(duplicate_of, "missing");
  return flag;
}

std::vector<Flag> UnitReader::ReadFlags(const json::Value& document) {
  const Place place{nullptr, "flags"};
  const json::Value* value = document.Find(place.name);
  if (value == nullptr) return {};
  const json::Array* items = value->AsArray();
  if (items == nullptr) {
    Note(place, "not a list");
    return {};
  }
  std::vector<Flag> flags;
  flags.reserve(items->size());
  for (const json::Value& item : *items) flags.push_back(ReadFlag(item, place));
  return flags;
}

std::optional<json::Object> UnitReader::ReadExtensions(const json::Value& document) {
  const Place place{nullptr, "extensions"};
  const json::Value* value = Nullable(document, place);
  if (value == nullptr) return std::nullopt;
  const json::Object* extensions = value->AsObject();
  if (extensions == nullptr) {
    Note(place, "not an object");
    return std::nullopt;
  }
  const bool keys_fit = std::ranges::all_of(*extensions, [](const json::Member& member) {
    return IsExtensionKey(WithoutFinalLineFeed(member.first));
  });
  if (!keys_fit) Note(place, "malformed key");
  return *extensions;
}

KnowledgeUnit UnitReader::ReadUnit(const json::Value& document) {
  KnowledgeUnit unit;
  const Place id{nullptr, "id"};
  unit.id = Text(Required(document, id), id, kAnyLength);
  if (!IsUnitId(WithoutFinalLineFeed(unit.id))) Note(id, "malformed");
  unit.version = Integer(document.Find("version"), {nullptr, "version"}, 1);
  const Place domains{nullptr, "domains"};
  unit.domains = Tags(Required(document, domains), domains);
  if (unit.domains.empty()) Note(domains, "empty");
  unit.insight = ReadInsight(document);
  unit.context = ReadContext(document);
  unit.evidence = ReadEvidence(document);
  const Place tier{nullptr, "tier"};
  const json::Value* tier_value = document.Find(tier.name);
  unit.tier = tier_value == nullptr ? "local" : Text(tier_value, tier, kAnyLength);
  if (unit.tier != "local" && unit.tier != "private" && unit.tier != "public") {
    Note(tier, "unknown");
  }
  unit.created_by = Text(document.Find("created_by"), {nullptr, "created_by"}, kCreatedByMaxLength);
  const Place superseded_by{nullptr, "superseded_by"};
  if (const json::Value* text = Nullable(document, superseded_by)) {
    unit.superseded_by = Text(text, superseded_by, kAnyLength);
    if (!IsUnitId(WithoutFinalLineFeed(*unit.superseded_by))) Note(superseded_by, "malformed");
  }
  unit.extensions = ReadExtensions(document);
  unit.flags = ReadFlags(document);
  return unit;
}

}  // namespace

Result<KnowledgeUnit> ParseStoredUnit(std::string_view data) {
  const auto document = json::Parse(data, json::kStoredMaxDepth);
  if (!document) return Fail(ErrorCode::kInvalidInput, "not JSON: " + document.error().message);
  if (document->AsObject() == nullptr) return Fail(ErrorCode::kInvalidInput, "not an object");
  UnitReader reader;
  KnowledgeUnit unit = reader.ReadUnit(*document);
  if (!reader.problem().empty()) return Fail(ErrorCode::kInvalidInput, reader.problem());
  return unit;
}

}  // namespace cq::knowledge
