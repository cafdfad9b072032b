// The command `config`.
#pragma once

#include "config/config.h"

namespace cq::app {

// Prints one line for each variable: NAME=value  # origin. Secrets are masked.
int PrintConfig(const config::Config& config);

}  // namespace cq::app
