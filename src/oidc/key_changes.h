// Words for what happens to the keys, for the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "jose/jwk_set.h"
#include "oidc/key_status.h"

namespace cq::oidc {

std::string NoUsableKeysText(std::string_view jwks_url, const jose::JwkSet& set);

// Empty when both have the same keys.
std::string RotationText(const jose::JwkSet& before, const jose::JwkSet& after);

// Said when the health has become this one.
std::string HealthText(KeyHealth health, std::string_view failure, std::size_t usable_keys,
                       std::string_view jwks_url);

}  // namespace cq::oidc
