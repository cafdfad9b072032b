// JSON of the current user and its API keys.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "auth/api_key_service.h"
#include "auth/user.h"
#include "http/request.h"
#include "http/response.h"

namespace cq::api {

// Or the answer that refuses the body.
tl::expected<auth::ApiKeyRequest, http::Response> ReadApiKeyRequest(const http::Request& request);

std::string WriteUser(const auth::User& user);
std::string WriteApiKeyList(const std::vector<auth::ApiKeyView>& views);
std::string WriteCreatedApiKey(const auth::CreatedApiKey& created);
std::string WriteMessage(std::string_view message);

}  // namespace cq::api
