// The command `export`.
#pragma once

#include <string>

#include "config/settings.h"

namespace cq::app {

// Writes a JSON array with one unit a line: the stored document's members, then status,
// reviewed_by, reviewed_at and created_at of its row. `file` appears only once it is complete;
// empty: standard output. Returns the exit code and throws storage failures.
int ExportUnits(const config::Settings& settings, const std::string& file);

}  // namespace cq::app
