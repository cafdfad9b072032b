// External accounts in memory, over the users of a FakeUserRepository.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/external_account.h"
#include "unit/auth/fakes.h"

namespace cq::auth {

// Thread-safe.
class FakeExternalAccountRepository final : public ExternalAccountRepository {
 public:
  // Both must outlive the repository.
  FakeExternalAccountRepository(FakeUserRepository& users, FakeChangeSignal& changes)
      : users_(users), changes_(changes) {}

  std::optional<User> Find(std::string_view issuer, std::string_view subject) override {
    const std::lock_guard lock(mutex_);
    return FindLocked({std::string(issuer), std::string(subject)});
  }

  tl::expected<User, ResolveFailure> Resolve(const ExternalIdentity& identity,
                                             std::string_view password_hash,
                                             std::string_view now) override {
    ++resolutions;
    const std::lock_guard lock(mutex_);
    const Account account{identity.issuer, identity.subject};
    const std::optional<User> linked = FindLocked(account);
    if (linked && linked->username == identity.username) return *linked;
    if (users_.FindByName(identity.username)) {
      return tl::unexpected(linked ? ResolveFailure::kRenameTaken : ResolveFailure::kNameTaken);
    }
    if (linked) {
      users_.Rename(linked->username, identity.username);
    } else {
      users_.Create(identity.username, password_hash, now);
    }
    links_[account] = identity.username;
    return *users_.FindByName(identity.username);
  }

  LinkOutcome Link(std::string_view username, std::string_view issuer, std::string_view subject,
                   std::string_view /*now*/) override {
    const std::lock_guard lock(mutex_);
    if (!users_.FindByName(username)) return LinkOutcome::kUnknownUser;
    const Account account{issuer, subject};
    if (const auto linked = FindLocked(account)) {
      return linked->username == username ? LinkOutcome::kLinked
                                          : LinkOutcome::kAccountLinkedElsewhere;
    }
    for (const auto& [other, name] : links_) {
      if (name == username && other.first == issuer) return LinkOutcome::kUserLinkedElsewhere;
    }
    links_[account] = username;
    changes_.Bump();
    return LinkOutcome::kLinked;
  }

  bool Unlink(std::string_view username, std::string_view issuer) override {
    const std::lock_guard lock(mutex_);
    changes_.Bump();
    return std::erase_if(links_, [&](const auto& link) {
             return link.second == username && link.first.first == issuer;
           }) > 0;
  }

  std::vector<ExternalAccount> List() override {
    const std::lock_guard lock(mutex_);
    std::vector<ExternalAccount> accounts;
    for (const auto& [account, name] : links_) {
      accounts.push_back({account.first, account.second, name, ""});
    }
    return accounts;
  }

  std::atomic<int> resolutions{0};

 private:
  using Account = std::pair<std::string, std::string>;  // issuer, subject

  std::optional<User> FindLocked(const Account& account) {
    const auto link = links_.find(account);
    if (link == links_.end()) return std::nullopt;
    return users_.FindByName(link->second);
  }

  FakeUserRepository& users_;
  FakeChangeSignal& changes_;
  std::mutex mutex_;
  std::map<Account, std::string> links_;  // to user names
};

}  // namespace cq::auth
