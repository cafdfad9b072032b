#include "oidc/identity.h"

#include <utility>

#include "core/text.h"

namespace cq::oidc {
namespace {

constexpr std::string_view kEmailClaim = "email";

bool HasControlCharacter(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x20U || byte == 0x7FU) return true;
    const bool is_c1 =
        byte == 0xC2U && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0U;
    if (is_c1) return true;
  }
  return false;
}

tl::unexpected<UnusableIdentity> Refuse(std::string_view reason, std::string detail) {
  return tl::unexpected(UnusableIdentity{.reason = reason, .detail = std::move(detail)});
}

bool IsEmailVerified(const json::Value& claims) {
  const json::Value* verified = claims.Find("email_verified");
  return verified != nullptr && verified->AsBool() != nullptr && *verified->AsBool();
}

}  // namespace

tl::expected<auth::ExternalIdentity, UnusableIdentity> IdentityOf(
    const jose::UnverifiedToken& token, const OidcOptions& options) {
  const std::string claim_name = "The token's claim '" + options.identity_claim + "'";
  const json::Value* claim = token.claims.Find(options.identity_claim);
  if (claim == nullptr || claim->IsNull()) {
    return Refuse("identity_claim_missing",
                  claim_name + ", which this server takes the user name from, is missing");
  }
  const std::string* text = claim->AsString();
  if (text == nullptr) return Refuse("identity_claim_no_text", claim_name + " is not a string");
  const std::string_view name = StripWhitespace(*text);
  if (name.empty()) return Refuse("identity_claim_empty", claim_name + " is empty");
  if (CodePointCount(name) > kMaxUsernameCodePoints) {
    return Refuse(
        "identity_claim_too_long",
        claim_name + " is longer than " + std::to_string(kMaxUsernameCodePoints) + " characters");
  }
  if (HasControlCharacter(name)) {
    return Refuse("identity_claim_control_character", claim_name + " has a control character");
  }
  if (options.identity_claim == kEmailClaim &&
      options.unverified_email == UnverifiedEmail::kRefused && !IsEmailVerified(token.claims)) {
    return Refuse("email_unverified",
                  "The token does not say that its e-mail address is verified (email_verified)");
  }
  return auth::ExternalIdentity{
      .issuer = options.policy.issuer, .subject = token.subject, .username = std::string(name)};
}

}  // namespace cq::oidc
