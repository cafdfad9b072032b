// Where an issuer says its keys are (OpenID Connect Discovery 1.0, sections 3 and 4).
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "oidc/options.h"

namespace cq::oidc {

// {issuer without trailing slash}/.well-known/openid-configuration
std::string DiscoveryUrl(std::string_view issuer);

// The document's jwks_uri. The error says for operators what is wrong with the document, its
// `issuer` being another one included.
tl::expected<std::string, std::string> ReadJwksUri(std::string_view document,
                                                   std::string_view issuer, PlainHttp plain_http);

}  // namespace cq::oidc
