// Accounts of an external identity provider and the local users they are linked to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "auth/token_verifier.h"
#include "auth/user.h"

namespace cq::auth {

struct ExternalAccount {
  std::string issuer;
  std::string subject;
  std::string username;   // of the local user
  std::string linked_at;  // offset text
};

enum class ResolveFailure {
  kNameTaken,    // first sight, and the name belongs to another user
  kRenameTaken,  // the claim changed to a name that belongs to another user
};

enum class LinkOutcome {
  kLinked,
  kUnknownUser,
  kUserLinkedElsewhere,     // the user has another account of this issuer
  kAccountLinkedElsewhere,  // the account belongs to another user
};

// Thread-safe. Throws storage failures (std::exception).
class ExternalAccountRepository {
 public:
  virtual ~ExternalAccountRepository() = default;

  virtual std::optional<User> Find(std::string_view issuer, std::string_view subject) = 0;

  // In one transaction: the linked user, renamed when the identity's name differs and is free; on
  // first sight a new user with `password_hash`, linked.
  virtual tl::expected<User, ResolveFailure> Resolve(const ExternalIdentity& identity,
                                                     std::string_view password_hash,
                                                     std::string_view now) = 0;

  virtual LinkOutcome Link(std::string_view username, std::string_view issuer,
                           std::string_view subject, std::string_view now) = 0;
  // False when there is no such link.
  virtual bool Unlink(std::string_view username, std::string_view issuer) = 0;
  virtual std::vector<ExternalAccount> List() = 0;  // by user name
};

}  // namespace cq::auth
