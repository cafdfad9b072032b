#include "jose/jwk_set.h"

#include <algorithm>
#include <utility>

#include "jose/jwk.h"
#include "json/parse.h"

namespace cq::jose {

tl::expected<JwkSet, std::string> JwkSet::Parse(std::string_view json) {
  if (json.size() > kMaxJwkSetBytes) {
    return tl::unexpected("the key set has more than " + std::to_string(kMaxJwkSetBytes) +
                          " bytes");
  }
  // Repeated names are kept, so that they count against the one key that has them.
  const auto document = json::Parse(json, json::kMaxDepth, json::RepeatedNames::kKeep);
  if (!document) {
    return tl::unexpected("the key set is not JSON: " + document.error().message +
                          " at character " + std::to_string(document.error().offset));
  }
  if (document->AsObject() == nullptr) {
    return tl::unexpected(std::string("the key set is not a JSON object"));
  }
  if (json::HasRepeatedName(*document->AsObject())) {
    return tl::unexpected(std::string("the key set has a member twice"));
  }
  const json::Value* members = document->Find("keys");
  if (members == nullptr || members->AsArray() == nullptr) {
    return tl::unexpected(std::string("the key set has no array \"keys\""));
  }

  JwkSet set;
  const json::Array& array = *members->AsArray();
  const std::size_t considered = std::min(array.size(), kMaxJwkSetKeys);
  for (std::size_t i = 0; i < considered; ++i) {
    auto key = ReadJwk(array[i]);
    if (key) {
      set.keys_.push_back(*std::move(key));
    } else {
      set.unusable_.push_back(std::move(key.error()));
    }
  }
  if (array.size() > considered) {
    UnusableJwk rest;
    rest.reason = std::to_string(array.size() - considered) + " further keys are not considered; " +
                  std::to_string(kMaxJwkSetKeys) + " are";
    set.unusable_.push_back(std::move(rest));
  }
  return set;
}

bool JwkSet::Contains(const Jwk& key) const {
  return std::any_of(keys_.begin(), keys_.end(), [&key](const std::shared_ptr<const Jwk>& own) {
    return own->kid == key.kid && own->thumbprint == key.thumbprint &&
           own->algorithms == key.algorithms;
  });
}

}  // namespace cq::jose
