#include "api/proposal_json.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "api/body_reader.h"
#include "api/error_response.h"
#include "api/model_violations.h"
#include "api/validation.h"
#include "core/text.h"
#include "knowledge/unit_formats.h"

namespace cq::api {
namespace {

knowledge::Insight ReadInsight(ObjectReader& body) {
  auto reader = body.Model("insight", Presence::kRequired);
  if (!reader) return {};
  const auto text = [&reader](std::string_view name, std::size_t max_length) {
    return reader->Text({.name = name, .max_length = max_length, .length_rule = LengthRule::kModel})
        .value_or("");
  };
  return {.summary = text("summary", knowledge::kSummaryMaxLength),
          .detail = text("detail", knowledge::kDetailMaxLength),
          .action = text("action", knowledge::kActionMaxLength)};
}

knowledge::Context ReadContext(ObjectReader& body) {
  auto reader = body.Model("context", Presence::kOptional);
  if (!reader) return {};
  const auto tags = [&reader](std::string_view name) {
    return reader
        ->TextList({.name = name,
                    .presence = Presence::kOptional,
                    .max_items = knowledge::kTagsMaxItems,
                    .item_max_length = knowledge::kTagMaxLength})
        .value_or(std::vector<std::string>());
  };
  return {.languages = tags("languages"),
          .frameworks = tags("frameworks"),
          .pattern = reader
                         ->Text({.name = "pattern",
                                 .presence = Presence::kOptional,
                                 .max_length = knowledge::kPatternMaxLength,
                                 .length_rule = LengthRule::kModel})
                         .value_or("")};
}

void CheckDomains(const std::vector<std::string>& domains, ModelViolations& violations) {
  if (domains.size() > knowledge::kTagsMaxItems) {
    violations.AddTooManyItems("domains", knowledge::kTagsMaxItems, domains);
    return;
  }
  for (std::size_t i = 0; i < domains.size(); ++i) {
    if (CodePointCount(domains[i]) > knowledge::kTagMaxLength) {
      violations.AddTooLong("domains", "domains." + std::to_string(i), knowledge::kTagMaxLength,
                            domains[i]);
    }
  }
}

void CheckExtensions(const std::optional<json::Object>& extensions, ModelViolations& violations) {
  if (!extensions) return;
  std::vector<std::string> malformed;
  for (const auto& [key, value] : *extensions) {
    if (!knowledge::IsExtensionKey(key)) malformed.push_back(key);
  }
  if (!malformed.empty()) violations.AddExtensionKeys(malformed, *extensions);
}

}  // namespace

tl::expected<knowledge::Proposal, http::Response> ReadProposal(const json::Value& body,
                                                               std::string_view username) {
  ValidationErrors errors;
  ObjectReader reader(body, {"body"}, errors);
  knowledge::Proposal proposal;
  proposal.domains =
      reader.TextList({.name = "domains", .min_items = 1}).value_or(std::vector<std::string>());
  proposal.insight = ReadInsight(reader);
  proposal.context = ReadContext(reader);
  proposal.extensions = reader.Dictionary("extensions", knowledge::kExtensionsMaxItems);
  // Checked like the rest, but the caller's name is what counts.
  static_cast<void>(reader.Text({.name = "created_by", .presence = Presence::kOptional}));
  if (!errors.empty()) return tl::unexpected(errors.ToResponse());

  const std::vector<std::string> domains = knowledge::NormalizeDomains(proposal.domains);
  if (domains.empty()) return proposal;
  ModelViolations violations("KnowledgeUnit");
  CheckDomains(domains, violations);
  if (CodePointCount(username) > knowledge::kCreatedByMaxLength) {
    violations.AddTooLong("created_by", "created_by", knowledge::kCreatedByMaxLength, username);
  }
  CheckExtensions(proposal.extensions, violations);
  if (!violations.empty()) return tl::unexpected(DetailResponse(422, violations.ToText()));
  return proposal;
}

}  // namespace cq::api
