// A policy, a time, and a header and claims that are good then.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "jose/jwt.h"
#include "json/parse.h"
#include "json/write.h"
#include "support/signing_key.h"

namespace cq::jose {

inline constexpr std::int64_t kNowSeconds = 1'795'465'285;
inline constexpr TimePoint kNow{std::chrono::seconds(kNowSeconds)};

inline constexpr Algorithm kAllAlgorithms[] = {
    Algorithm::kRs256, Algorithm::kRs384, Algorithm::kRs512, Algorithm::kPs256, Algorithm::kPs384,
    Algorithm::kPs512, Algorithm::kEs256, Algorithm::kEs384, Algorithm::kEs512, Algorithm::kEdDsa};

inline AlgorithmSet EveryAlgorithm() {
  AlgorithmSet set;
  for (const Algorithm algorithm : kAllAlgorithms) set.Add(algorithm);
  return set;
}

inline TokenPolicy Policy() {
  TokenPolicy policy;
  policy.issuer = "https://idp.example/realms/cq";
  policy.audiences = {"cq-server", "https://cq.example"};
  policy.algorithms = EveryAlgorithm();
  return policy;
}

inline json::Object GoodHeader(Algorithm algorithm = Algorithm::kRs256) {
  return {{"alg", AlgorithmName(algorithm)}, {"typ", "at+jwt"}, {"kid", "key-1"}};
}

inline json::Object GoodClaims() {
  return {{"iss", "https://idp.example/realms/cq"},
          {"aud", json::Array{"account", "cq-server"}},
          {"exp", kNowSeconds + 300},
          {"nbf", kNowSeconds - 10},
          {"iat", kNowSeconds - 10},
          {"sub", "b473baf4-067a-41d3-abde-aa799bb80d7c"},
          {"preferred_username", "alice"}};
}

// Replaces or adds a member.
inline json::Object With(json::Object object, std::string_view name, json::Value value) {
  for (json::Member& member : object) {
    if (member.first != name) continue;
    member.second = std::move(value);
    return object;
  }
  object.emplace_back(std::string(name), std::move(value));
  return object;
}

inline json::Object Without(json::Object object, std::string_view name) {
  std::erase_if(object, [name](const json::Member& member) { return member.first == name; });
  return object;
}

inline std::string Text(const json::Object& object) {
  return json::Write(object, json::FloatStyle::kPython);
}

inline json::Value FromText(std::string_view text) {
  auto value = json::Parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value ? *std::move(value) : json::Value();
}

// With a signature that nobody made: enough for ReadToken.
inline std::string Unsigned(std::string_view header, std::string_view claims) {
  return testing::SigningInput(header, claims) + ".c2lnbmF0dXJl";
}

inline json::Object JwkOf(const testing::SigningKey& key, std::string_view kid) {
  return With(key.PublicJwk(), "kid", kid);
}

inline JwkSet KeySet(json::Array keys) {
  auto set = JwkSet::Parse(testing::KeySetText(std::move(keys)));
  EXPECT_TRUE(set.has_value());
  return set ? *std::move(set) : JwkSet();
}

// "accepted", or the name of the refusal.
inline std::string Outcome(std::string_view token, const TokenPolicy& policy, const JwkSet& keys,
                           TimePoint now = kNow) {
  const auto read = ReadToken(token, policy, now);
  if (!read) return std::string(RefusalName(read.error()));
  const auto key = VerifySignature(*read, keys);
  return key ? "accepted" : std::string(RefusalName(key.error()));
}

}  // namespace cq::jose
