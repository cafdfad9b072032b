// What this binary was built from.
#pragma once

#include <string_view>

namespace cq::app {

std::string_view Version();  // "0.1.0"
std::string_view Commit();   // abbreviated git commit, "-dirty" when changed; "unknown" without git

}  // namespace cq::app
