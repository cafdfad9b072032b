// Stored documents: what reads is rewritten to a form that reads the same, and answers are JSON.
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/fuzz_target.h"
#include "json/parse.h"
#include "knowledge/unit_json.h"

using cq::fuzz::Require;
using cq::knowledge::Audience;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string document(data, data + size);
  const auto unit = cq::knowledge::ParseStoredUnit(document);
  if (!unit) return 0;
  const std::string stored = cq::knowledge::WriteStoredUnit(*unit);
  const auto reread = cq::knowledge::ParseStoredUnit(stored);
  Require(reread.has_value());
  Require(cq::knowledge::WriteStoredUnit(*reread) == stored);
  for (const Audience audience :
       {Audience::kPublic, Audience::kFlagger, Audience::kProposer, Audience::kReviewer}) {
    std::string answer;
    cq::knowledge::AppendAnswerUnit(answer, *unit, audience);
    Require(cq::json::Parse(answer, cq::json::kStoredMaxDepth).has_value());
  }
  return 0;
}
