// The command `import`.
#pragma once

#include "app/command_line.h"
#include "config/settings.h"

namespace cq::app {

// Reads and checks the whole file first, then inserts what is missing, a batch a transaction.
// Returns the exit code and throws storage failures.
int ImportUnits(const config::Settings& settings, const ImportArguments& arguments);

}  // namespace cq::app
