// The body of POST /knowledge.
#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "http/response.h"
#include "json/value.h"
#include "knowledge/knowledge_service.h"

namespace cq::api {

// The proposal, or the 422 that says what does not fit: a list of errors for the request's own
// rules, one text for the rules that only the finished unit has to meet. A proposal without any
// domain passes; the service refuses it.
tl::expected<knowledge::Proposal, http::Response> ReadProposal(const json::Value& body,
                                                               std::string_view username);

}  // namespace cq::api
