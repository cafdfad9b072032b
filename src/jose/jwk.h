// One member of a JWK set (RFC 7517 section 4).
#pragma once

#include <memory>
#include <tl/expected.hpp>

#include "jose/jwk_set.h"
#include "json/value.h"

namespace cq::jose {

// `value` as json::RepeatedNames::kKeep left it. A usable key is public, for signatures, and strong
// enough; its "alg", if it has one, is an algorithm that its type and curve allow.
tl::expected<std::shared_ptr<const Jwk>, UnusableJwk> ReadJwk(const json::Value& value);

}  // namespace cq::jose
