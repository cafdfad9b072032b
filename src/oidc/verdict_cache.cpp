#include "oidc/verdict_cache.h"

#include <utility>

namespace cq::oidc {

std::optional<auth::ExternalIdentity> VerdictCache::Find(const crypto::Digest& token, TimePoint now,
                                                         const KeySet& keys) {
  const std::lock_guard lock(mutex_);
  const auto found = by_token_.find(token);
  if (found == by_token_.end()) return std::nullopt;
  Verdict& verdict = found->second->verdict;
  const bool has_key = verdict.keys_version == keys.version || keys.keys.Contains(*verdict.key);
  if (!has_key || now >= verdict.expires_at) {
    entries_.erase(found->second);
    by_token_.erase(found);
    return std::nullopt;
  }
  verdict.keys_version = keys.version;
  entries_.splice(entries_.begin(), entries_, found->second);
  return verdict.identity;
}

void VerdictCache::Remember(const crypto::Digest& token, Verdict verdict) {
  const std::lock_guard lock(mutex_);
  if (const auto known = by_token_.find(token); known != by_token_.end()) {
    known->second->verdict = std::move(verdict);
    return;
  }
  if (capacity_ == 0) return;
  if (entries_.size() >= capacity_) {
    by_token_.erase(entries_.back().token);
    entries_.pop_back();
  }
  entries_.push_front(Entry{.token = token, .verdict = std::move(verdict)});
  by_token_.emplace(token, entries_.begin());
}

std::size_t VerdictCache::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace cq::oidc
