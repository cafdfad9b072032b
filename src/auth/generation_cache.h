// Values read from the database by name, for as long as the database is what it was when they were
// read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/change_signal.h"

namespace cq::auth {

// Thread-safe. Remembers only what exists: asking for names that do not exist evicts nothing.
template <typename T>
class GenerationCache {
 public:
  // `changes` must outlive the cache.
  GenerationCache(ChangeSignal& changes, std::size_t capacity)
      : changes_(changes), capacity_(capacity) {}

  // Never blocks on the database.
  std::optional<T> TryGet(std::string_view name) {
    const std::uint64_t generation = changes_.Generation();
    const std::lock_guard lock(mutex_);
    if (generation != generation_) return std::nullopt;
    const auto entry = entries_.find(name);
    if (entry == entries_.end()) return std::nullopt;
    return entry->second;
  }

  // `load` is called without a lock held.
  std::optional<T> GetOrLoad(std::string_view name,
                             const std::function<std::optional<T>(std::string_view)>& load) {
    if (std::optional<T> known = TryGet(name)) return known;
    const std::uint64_t generation = changes_.Generation();
    std::optional<T> value = load(name);
    if (value) Remember(generation, name, *value);
    return value;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void Remember(std::uint64_t generation, std::string_view name, const T& value) {
    const std::lock_guard lock(mutex_);
    if (generation < generation_) return;
    if (generation > generation_ || entries_.size() >= capacity_) entries_.clear();
    generation_ = generation;
    entries_.insert_or_assign(std::string(name), value);
  }

  ChangeSignal& changes_;
  const std::size_t capacity_;
  std::mutex mutex_;
  std::uint64_t generation_ = 0;
  std::unordered_map<std::string, T, Hash, std::equal_to<>> entries_;
};

}  // namespace cq::auth
