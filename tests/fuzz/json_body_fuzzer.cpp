// Request bodies: whatever is accepted reads back the same from its stored form.
#include <cstdint>
#include <string>
#include <utility>

#include "api/body_reader.h"
#include "api/knowledge_json.h"
#include "api/proposal_json.h"
#include "fuzz/fuzz_target.h"
#include "json/parse.h"
#include "knowledge/unit_json.h"

namespace {

using cq::fuzz::Require;

void CheckStoredForm(cq::knowledge::Proposal proposal) {
  cq::knowledge::KnowledgeUnit unit;
  unit.id = "ku_0123456789abcdef0123456789abcdef";
  unit.domains = cq::knowledge::NormalizeDomains(proposal.domains);
  if (unit.domains.empty()) return;
  unit.insight = std::move(proposal.insight);
  unit.context = std::move(proposal.context);
  unit.evidence.first_observed = "2026-11-23T20:44:43Z";
  unit.evidence.last_confirmed = "2026-11-23T20:44:43Z";
  unit.created_by = "ann";
  unit.extensions = std::move(proposal.extensions);
  const std::string stored = cq::knowledge::WriteStoredUnit(unit);
  const auto read = cq::knowledge::ParseStoredUnit(stored);
  Require(read.has_value());
  Require(cq::knowledge::WriteStoredUnit(*read) == stored);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cq::http::Request request;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body.assign(data, data + size);
  const auto body = cq::api::ReadJsonObject(request);
  if (!body) {
    Require(cq::json::Parse(body.error().body).has_value());
    return 0;
  }
  auto proposal = cq::api::ReadProposal(*body, "ann");
  if (proposal) {
    CheckStoredForm(*std::move(proposal));
  } else {
    Require(cq::json::Parse(proposal.error().body, cq::json::kStoredMaxDepth).has_value());
  }
  static_cast<void>(cq::api::ReadFlagReport(*body));
  return 0;
}
