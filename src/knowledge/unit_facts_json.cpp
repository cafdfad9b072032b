#include "knowledge/unit_facts_json.h"

#include <cstddef>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "core/text.h"
#include "json/parse.h"
#include "json/value.h"
#include "knowledge/knowledge_unit.h"
#include "knowledge/unit_json.h"

namespace cq::knowledge {
namespace {

// Where in a document the reader is; everything not named is kElsewhere.
enum class Place {
  kDocument,
  kId,
  kDomains,
  kContext,
  kLanguages,
  kFrameworks,
  kPattern,
  kEvidence,
  kConfidence,
  kCreatedBy,
  kElsewhere,
};

Place MemberOf(Place object, std::string_view name) {
  if (object == Place::kDocument) {
    if (name == "id") return Place::kId;
    if (name == "domains") return Place::kDomains;
    if (name == "context") return Place::kContext;
    if (name == "evidence") return Place::kEvidence;
    if (name == "created_by") return Place::kCreatedBy;
  } else if (object == Place::kContext) {
    if (name == "languages") return Place::kLanguages;
    if (name == "frameworks") return Place::kFrameworks;
    if (name == "pattern") return Place::kPattern;
  } else if (object == Place::kEvidence && name == "confidence") {
    return Place::kConfidence;
  }
  return Place::kElsewhere;
}

// Takes the few members that rank a unit out of the stream of a document's parts. Stops at anything
// that is not spelt as this server and the reference write it; the full reader decides on that.
class RankingReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::optional<RankingFacts> Take() {
    if (!has_id_ || facts_.domains.empty()) return std::nullopt;
    return std::move(facts_);
  }

  bool null() override { return !Matters(); }
  bool boolean(bool /*value*/) override { return !Matters(); }
  bool number_integer(number_integer_t value) override {
    return Number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return Number(value);
  }
  bool string(string_t& value) override;
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override;
  bool key(string_t& name) override;
  bool end_object() override;
  bool start_array(std::size_t /*size*/) override;
  bool end_array() override;
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  // Objects and arrays inside of which nothing is read.
  bool Skipping() const { return skipped_depth_ > 0; }
  // Whether the next value must have the type that the place asks for. An author that is no text is
  // none.
  bool Matters() const { return member_ != Place::kElsewhere && member_ != Place::kCreatedBy; }
  bool Number(double value);
  std::vector<std::string>* List();

  RankingFacts facts_;
  Place object_ = Place::kElsewhere;  // the named object around
  Place member_ = Place::kDocument;   // what the next value is
  std::size_t skipped_depth_ = 0;
  bool in_list_ = false;
  bool has_id_ = false;
};

std::vector<std::string>* RankingReader::List() {
  if (member_ == Place::kDomains) return &facts_.domains;
  if (member_ == Place::kLanguages) return &facts_.languages;
  if (member_ == Place::kFrameworks) return &facts_.frameworks;
  return nullptr;
}

bool RankingReader::Number(double value) {
  if (!Matters()) return true;
  if (member_ != Place::kConfidence || !(value >= 0.0 && value <= 1.0)) return false;
  facts_.confidence = value;
  return true;
}

bool RankingReader::string(string_t& value) {
  if (member_ == Place::kElsewhere) return true;
  if (in_list_) {
    if (List()->size() == kTagsMaxItems || CodePointCount(value) > kTagMaxLength) return false;
    List()->push_back(std::move(value));
    return true;
  }
  if (member_ == Place::kCreatedBy) {
    facts_.author = std::move(value);
    return true;
  }
  if (member_ == Place::kPattern) {
    if (CodePointCount(value) > kPatternMaxLength) return false;
    facts_.pattern = ToLower(value);
    return true;
  }
  if (member_ != Place::kId) return false;
  const std::optional<UnitKey> key = ParseUnitKey(value);
  if (!key) return false;
  facts_.key = *key;
  has_id_ = true;
  return true;
}

bool RankingReader::start_object(std::size_t /*size*/) {
  if (Skipping() || !Matters()) {
    member_ = Place::kElsewhere;
    ++skipped_depth_;
    return true;
  }
  const bool named =
      member_ == Place::kDocument || member_ == Place::kContext || member_ == Place::kEvidence;
  if (in_list_ || !named) return false;
  object_ = member_;
  member_ = Place::kElsewhere;
  return true;
}

bool RankingReader::key(string_t& name) {
  if (!Skipping()) member_ = MemberOf(object_, name);
  return true;
}

bool RankingReader::end_object() {
  if (Skipping()) {
    --skipped_depth_;
    return true;
  }
  object_ = object_ == Place::kDocument ? Place::kElsewhere : Place::kDocument;
  member_ = Place::kElsewhere;
  return true;
}

bool RankingReader::start_array(std::size_t /*size*/) {
  if (Skipping() || !Matters()) {
    member_ = Place::kElsewhere;
    ++skipped_depth_;
    return true;
  }
  if (in_list_ || List() == nullptr) return false;
  List()->clear();
  in_list_ = true;
  return true;
}

bool RankingReader::end_array() {
  if (Skipping()) {
    --skipped_depth_;
    return true;
  }
  in_list_ = false;
  member_ = Place::kElsewhere;
  return true;
}

RankingFacts FactsOf(KnowledgeUnit unit) {
  std::string_view id = unit.id;
  if (id.ends_with('\n')) id.remove_suffix(1);
  return {.key = ParseUnitKey(id).value_or(UnitKey{}),
          .confidence = unit.evidence.confidence,
          .domains = std::move(unit.domains),
          .languages = std::move(unit.context.languages),
          .frameworks = std::move(unit.context.frameworks),
          .pattern = ToLower(unit.context.pattern),
          .author = std::move(unit.created_by)};
}

// json_extract(data, '$.evidence.confidence') in SQL's order of types: texts are above all numbers.
double CountedConfidence(std::string_view data) {
  constexpr double kAbsent = 0.5;
  const auto document = json::Parse(data, json::kStoredMaxDepth);
  const json::Value* evidence = document ? document->Find("evidence") : nullptr;
  const json::Value* confidence = evidence != nullptr ? evidence->Find("confidence") : nullptr;
  if (confidence == nullptr || confidence->IsNull()) return kAbsent;
  if (const double* number = confidence->AsDouble()) return *number;
  if (const std::int64_t* number = confidence->AsInt()) return static_cast<double>(*number);
  if (const bool* flag = confidence->AsBool()) return *flag ? 1.0 : 0.0;
  if (const json::BigInteger* number = confidence->AsBigInteger()) {
    const double infinity = std::numeric_limits<double>::infinity();
    return number->digits.starts_with('-') ? -infinity : infinity;
  }
  return std::numeric_limits<double>::infinity();
}

std::optional<RankingFacts> ReadQuickly(const std::string& data) {
  RankingReader reader;
  if (!nlohmann::json::sax_parse(data, &reader)) return std::nullopt;
  return reader.Take();
}

}  // namespace

FactsReading ReadUnitFacts(const IndexedRow& row) {
  FactsReading reading;
  UnitFacts& facts = reading.facts;
  facts.row_id = row.row.row_id;
  facts.status = row.row.status;
  facts.tier = row.row.tier;
  facts.created_at = row.row.created_at;
  facts.reviewed_at = row.row.reviewed_at;
  facts.domains = row.domains;
  facts.ranking = ReadQuickly(row.row.data);
  if (facts.ranking) {
    facts.counted_confidence = facts.ranking->confidence;
    return reading;
  }
  facts.counted_confidence = CountedConfidence(row.row.data);
  Result<KnowledgeUnit> unit = ParseStoredUnit(row.row.data);
  if (!unit) {
    reading.problem = unit.error().message;
  } else {
    facts.ranking = FactsOf(*std::move(unit));
  }
  return reading;
}

}  // namespace cq::knowledge
