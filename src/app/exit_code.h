// What the process tells its caller.
#pragma once

namespace cq::app {

// 0 is success.
inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 2;              // wrong arguments or configuration
inline constexpr int kExitPendingMigrations = 3;  // of `migrate --check`

}  // namespace cq::app
