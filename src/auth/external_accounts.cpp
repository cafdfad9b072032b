#include "auth/external_accounts.h"

#include <utility>

#include "auth/user_service.h"
#include "core/text.h"
#include "core/time_text.h"
#include "crypto/password_hasher.h"

namespace cq::auth {
namespace {

// Unambiguous whatever the texts hold.
std::string CacheKey(const ExternalIdentity& identity) {
  std::string key = std::to_string(identity.issuer.size());
  key += ' ';
  key += std::to_string(identity.subject.size());
  key += ' ';
  key += identity.issuer;
  key += identity.subject;
  key += identity.username;
  return key;
}

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string Refusal(ResolveFailure failure, const ExternalIdentity& identity) {
  switch (failure) {
    case ResolveFailure::kNameTaken:
      return "The user name " + Quoted(identity.username) +
             " belongs to another account; if it is yours, an operator links it to the subject " +
             Quoted(identity.subject) + " with the command `cq-server user link`";
    case ResolveFailure::kRenameTaken:
      return "Your user name is now " + Quoted(identity.username) +
             ", which belongs to another account; an operator frees it with the command "
             "`cq-server user remove`, or moves your link (subject " +
             Quoted(identity.subject) +
             ") with the commands `cq-server user unlink` and `cq-server user link`";
  }
  return {};
}

Result<User> ToResult(tl::expected<User, ResolveFailure> resolution,
                      const ExternalIdentity& identity) {
  if (resolution) return *std::move(resolution);
  return Fail(ErrorCode::kForbidden, Refusal(resolution.error(), identity));
}

// A name of white space alone shows as nothing wherever it is shown.
Result<void> CheckIdentityName(std::string_view username) {
  if (IsValidUtf8(username) && StripWhitespace(username).empty()) {
    return Fail(ErrorCode::kInvalidInput, "a user name must not be empty");
  }
  return CheckUsername(username);
}

}  // namespace

Result<User> ExternalAccounts::Resolve(const ExternalIdentity& identity) {
  const std::string key = CacheKey(identity);
  if (std::optional<Resolution> known = cache_.TryGet(key)) {
    return ToResult(*std::move(known), identity);
  }
  if (const Result<void> check = CheckIdentityName(identity.username); !check) {
    return Fail(ErrorCode::kForbidden,
                "The token's identity claim is no user name: " + check.error().message);
  }
  const auto load = [&](std::string_view) {
    return std::optional<Resolution>(accounts_.Resolve(identity, crypto::UnmatchableHash(random_),
                                                       FormatOffsetTime(clock_.Now())));
  };
  return ToResult(*cache_.GetOrLoad(key, load), identity);
}

std::optional<Result<User>> ExternalAccounts::TryResolve(const ExternalIdentity& identity) {
  std::optional<Resolution> known = cache_.TryGet(CacheKey(identity));
  if (!known) return std::nullopt;
  return ToResult(*std::move(known), identity);
}

}  // namespace cq::auth
