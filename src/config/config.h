// The effective configuration: flags over environment over defaults, validated once.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "config/settings.h"

namespace cq::config {

enum class Origin { kDefault, kEnvironment, kFlag };

std::string_view OriginText(Origin origin);

// One variable as it took effect, for the `config` command.
struct EffectiveValue {
  std::string_view name;
  std::string text;  // secrets masked; empty when not set
  Origin origin = Origin::kDefault;
};

// Pairs of a variable's name (CQ_PORT) and its text.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

// Immutable, hence thread-safe.
class Config {
 public:
  // `environment` may hold other programs' variables, which are ignored. The error is one line that
  // names the variable and the mend, and never a secret.
  static tl::expected<Config, std::string> Load(const NamedTexts& environment,
                                                const NamedTexts& flags);

  const Settings& settings() const { return settings_; }
  const std::vector<EffectiveValue>& effective() const { return effective_; }
  // One line each: unknown names, short secrets, ignored variables.
  const std::vector<std::string>& warnings() const { return warnings_; }

  // What a serving process needs beyond valid values. Empty, or one line as Load's error.
  std::string MissingForServing() const;

 private:
  friend class ConfigLoader;

  Config() = default;

  Settings settings_;
  std::vector<EffectiveValue> effective_;
  std::vector<std::string> warnings_;
};

}  // namespace cq::config
