#include "oidc/key_changes.h"

#include "oidc/shown_text.h"

namespace cq::oidc {
namespace {

constexpr std::size_t kNamedKeys = 8;  // a set may be large

// The keys of `from` that `other` has not.
std::string MissingKeys(const jose::JwkSet& from, const jose::JwkSet& other) {
  std::string names;
  std::size_t count = 0;
  for (const auto& key : from.keys()) {
    if (other.Contains(*key) || ++count > kNamedKeys) continue;
    if (!names.empty()) names += ", ";
    names += key->kid ? Quoted(*key->kid) : "one without kid";
  }
  if (count > kNamedKeys) names += " and " + std::to_string(count - kNamedKeys) + " more";
  return names;
}

}  // namespace

std::string NoUsableKeysText(std::string_view jwks_url, const jose::JwkSet& set) {
  std::string text =
      std::string(jwks_url) + ": no usable key among " + std::to_string(set.unusable().size());
  if (!set.unusable().empty()) text += "; the first: " + WithoutControls(set.unusable()[0].reason);
  return text;
}

std::string RotationText(const jose::JwkSet& before, const jose::JwkSet& after) {
  const std::string added = MissingKeys(after, before);
  const std::string removed = MissingKeys(before, after);
  if (added.empty() && removed.empty()) return {};
  std::string text = "the identity provider changed its keys";
  if (!added.empty()) text += "; new: " + added;
  if (!removed.empty()) text += "; gone: " + removed;
  return text;
}

std::string HealthText(KeyHealth health, std::string_view failure, std::size_t usable_keys,
                       std::string_view jwks_url) {
  switch (health) {
    case KeyHealth::kStarting:
      break;
    case KeyHealth::kNoKeys:
      return "no token of the identity provider can be verified: " + std::string(failure);
    case KeyHealth::kCurrent:
      return std::to_string(usable_keys) + (usable_keys == 1 ? " key" : " keys") +
             " of the identity provider fetched from " + std::string(jwks_url);
    case KeyHealth::kStale:
      return "the keys of the identity provider cannot be refreshed; the " +
             std::to_string(usable_keys) +
             " at hand stay in use until 24 hours after they expire: " + std::string(failure);
  }
  return {};
}

}  // namespace cq::oidc
