#include "oidc/verdict_cache.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "crypto/sha256.h"

namespace cq::oidc {

VerdictCache::End VerdictCache::EndOf(std::string_view token) {
  End end{};
  token.remove_prefix(token.size() - std::min(token.size(), end.size()));
  std::ranges::copy(token, end.begin());
  return end;
}

bool VerdictCache::Has(const End& end) const {
  const std::lock_guard lock(mutex_);
  return by_end_.contains(end);
}

std::optional<auth::ExternalIdentity> VerdictCache::Find(std::string_view token, TimePoint now,
                                                         const KeySet& keys) {
  const End end = EndOf(token);
  if (!Has(end)) return std::nullopt;
  const crypto::Digest digest = crypto::Sha256(token);  // without the lock
  const std::lock_guard lock(mutex_);
  const auto found = by_end_.find(end);
  if (found == by_end_.end() || found->second->digest != digest) return std::nullopt;
  Verdict& verdict = found->second->verdict;
  const bool has_key = verdict.keys_version == keys.version || keys.keys.Contains(*verdict.key);
  if (!has_key || now >= verdict.expires_at) {
    entries_.erase(found->second);
    by_end_.erase(found);
    return std::nullopt;
  }
  verdict.keys_version = keys.version;
  entries_.splice(entries_.begin(), entries_, found->second);
  return verdict.identity;
}

void VerdictCache::Remember(std::string_view token, Verdict verdict) {
  Entry entry{.end = EndOf(token), .digest = crypto::Sha256(token), .verdict = std::move(verdict)};
  const std::lock_guard lock(mutex_);
  if (const auto known = by_end_.find(entry.end); known != by_end_.end()) {
    *known->second = std::move(entry);
    return;
  }
  if (capacity_ == 0) return;
  if (entries_.size() < capacity_) {
    entries_.push_front(std::move(entry));
    by_end_.emplace(entries_.front().end, entries_.begin());
    return;
  }
  // The memory of the one that goes serves the one that comes.
  auto place = by_end_.extract(entries_.back().end);
  entries_.splice(entries_.begin(), entries_, std::prev(entries_.end()));
  entries_.front() = std::move(entry);
  place.key() = entries_.front().end;
  by_end_.insert(std::move(place));
}

std::size_t VerdictCache::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace cq::oidc
