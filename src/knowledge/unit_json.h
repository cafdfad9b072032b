// The knowledge unit as JSON: the stored document and the answers.
#pragma once

#include <string>
#include <string_view>

#include "core/error.h"
#include "knowledge/knowledge_unit.h"

namespace cq::knowledge {

// Who will read the answer.
enum class Audience {
  kPublic,    // GET /knowledge, confirm: without created_by, flag details are null
  kFlagger,   // flag: as kPublic, but the detail of the last flag is shown
  kProposer,  // POST /knowledge: with created_by
  kReviewer,  // review routes: everything
};

// A stored document (compact or not, nulls present or absent, unknown members dropped, defaults
// filled in) as the reference's model reads it. The error says what does not fit, for logs.
Result<KnowledgeUnit> ParseStoredUnit(std::string_view data);

// The document to store: fixed member order, without the model's nulls.
std::string WriteStoredUnit(const KnowledgeUnit& unit);

// Appends the answer form: "superseded_by" and "extensions" are null when absent.
void AppendAnswerUnit(std::string& out, const KnowledgeUnit& unit, Audience audience);

}  // namespace cq::knowledge
