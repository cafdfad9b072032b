// Runs the chosen command with the loaded configuration.
#pragma once

#include "app/command_line.h"
#include "config/config.h"

namespace cq::app {

// "NAME=value" texts up to a null pointer, as `environ` holds them.
config::NamedTexts ReadEnvironment(const char* const* environment);

// Returns the exit code; throws what the command cannot deal with.
int RunCommand(const CommandLine& line, const config::Config& config);

}  // namespace cq::app
