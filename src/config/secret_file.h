// Secrets that are mounted as files.
#pragma once

#include <string>

#include "config/parse.h"

namespace cq::config {

// The file's content without one trailing line end. The error follows "give ".
Parsed<std::string> ReadSecretFile(const std::string& path);

}  // namespace cq::config
