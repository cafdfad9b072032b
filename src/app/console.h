// What commands tell the person who runs them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/settings.h"
#include "core/error.h"

namespace cq::app {

// One line on standard error; returns kExitFailure.
int Complain(std::string_view problem);
int Complain(const Error& error);

void Warn(std::string_view warning);

// For texts of unknown origin: control characters, tabs among them, become question marks.
std::string OnOneLine(std::string_view text);

// For commands that make no sense without a database: the exit code after a complaint, or nullopt.
std::optional<int> DatabaseIsAbsent(const config::Settings& settings);

}  // namespace cq::app
