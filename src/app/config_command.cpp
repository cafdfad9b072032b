#include "app/config_command.h"

#include <iomanip>
#include <iostream>

#include "app/console.h"

namespace cq::app {

int PrintConfig(const config::Config& config) {
  constexpr int kValueColumn = 52;
  for (const config::EffectiveValue& value : config.effective()) {
    const std::string assignment = std::string(value.name) + "=" + value.text;
    std::cout << std::left << std::setw(kValueColumn) << assignment << " # "
              << config::OriginText(value.origin) << "\n";
  }
  if (const std::string missing = config.MissingForServing(); !missing.empty()) Warn(missing);
  return 0;
}

}  // namespace cq::app
