// The dashboard as it was built into this binary.
#pragma once

#include <span>

#include "web/embedded_file.h"

namespace cq::web {

// Empty when the binary was built without it. Defined by the build (embed_files.cmake).
std::span<const EmbeddedFile> DashboardFiles();

}  // namespace cq::web
