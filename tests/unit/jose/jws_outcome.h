// A compact JWS judged without its payload, as the signature examples of others need it.
#pragma once

#include <string>
#include <string_view>

#include "jose/jws.h"
#include "jose/token_checks.h"
#include "unit/jose/token_fixture.h"

namespace cq::jose {

// "accepted", or the name of the refusal.
inline std::string JwsOutcome(std::string_view token, const JwkSet& keys) {
  const auto jws = ReadJws(token);
  if (!jws) return std::string(RefusalName(jws.error()));
  if (const auto refusal = RunChecks(HeaderChecks(), jws->header, Policy(), kNow)) {
    return std::string(RefusalName(*refusal));
  }
  std::optional<std::string> kid;
  if (const json::Value* value = jws->header.Find("kid")) kid = *value->AsString();
  const auto key = VerifyJws({.algorithm = *ParseAlgorithm(*jws->header.Find("alg")->AsString()),
                              .kid = kid,
                              .signing_input = jws->signing_input,
                              .signature = jws->signature},
                             keys);
  return key ? "accepted" : std::string(RefusalName(key.error()));
}

}  // namespace cq::jose
