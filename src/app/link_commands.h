// The commands `user link` and `user unlink`: which account of an identity provider is which user.
#pragma once

#include "app/command_line.h"
#include "config/settings.h"

namespace cq::app {

// Each returns the exit code and throws storage failures.
int LinkUser(const config::Settings& settings, const UserArguments& arguments);
int UnlinkUser(const config::Settings& settings, const UserArguments& arguments);

}  // namespace cq::app
