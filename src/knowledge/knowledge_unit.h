// The knowledge unit and its limits (cq schema, knowledge_unit.json).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"

namespace cq::knowledge {

// Lengths in code points, counts in items.
inline constexpr std::size_t kSummaryMaxLength = 500;
inline constexpr std::size_t kDetailMaxLength = 8000;
inline constexpr std::size_t kActionMaxLength = 2000;
inline constexpr std::size_t kPatternMaxLength = 200;
inline constexpr std::size_t kTagMaxLength = 64;  // a domain, language or framework
inline constexpr std::size_t kTagsMaxItems = 16;
inline constexpr std::size_t kCreatedByMaxLength = 256;
inline constexpr std::size_t kFlagDetailMaxLength = 1000;
inline constexpr std::size_t kExtensionsMaxItems = 20;

struct Insight {
  std::string summary;
  std::string detail;
  std::string action;
};

struct Context {
  std::vector<std::string> languages;
  std::vector<std::string> frameworks;
  std::string pattern;
};

// Times are kept as the texts of the stored document, so that what was read is what is written.
struct Evidence {
  double confidence = 0.5;
  json::Value confirmations = 1;  // an integer of any length
  std::string first_observed;     // Zulu text
  std::string last_confirmed;
};

struct Flag {
  std::string reason;  // stale, incorrect, duplicate
  std::string timestamp;
  std::optional<std::string> detail;
  std::optional<std::string> duplicate_of;
};

struct KnowledgeUnit {
  std::string id;  // ku_ and 32 hex digits
  json::Value version = 1;
  std::vector<std::string> domains;
  Insight insight;
  Context context;
  Evidence evidence;
  std::string tier = "private";  // local, private, public
  std::string created_by;
  std::optional<std::string> superseded_by;
  std::optional<json::Object> extensions;
  std::vector<Flag> flags;
};

}  // namespace cq::knowledge
