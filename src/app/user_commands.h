// The `user` commands.
#pragma once

#include "app/command_line.h"
#include "config/settings.h"

namespace cq::app {

// Each returns the exit code and throws storage failures.
int AddUser(const config::Settings& settings, const UserArguments& arguments);
int SetUserPassword(const config::Settings& settings, const UserArguments& arguments);
// A line a user: name, time, then issuer and subject of each account that is linked; tabs between.
int ListUsers(const config::Settings& settings);
int RemoveUser(const config::Settings& settings, const UserArguments& arguments);
// Needs the pepper: the key is hashed with it.
int CreateUserKey(const config::Settings& settings, const UserArguments& arguments);

}  // namespace cq::app
