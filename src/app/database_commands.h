// The commands `backup` and `migrate`.
#pragma once

#include <string>

#include "app/command_line.h"
#include "config/settings.h"

namespace cq::app {

// Each returns the exit code and throws storage failures.
int BackUpDatabase(const config::Settings& settings, const std::string& destination);
int MigrateDatabase(const config::Settings& settings, MigrateMode mode);

}  // namespace cq::app
