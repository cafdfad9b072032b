// Who a request acts for.
#pragma once

#include <optional>
#include <string>

#include "auth/user.h"

namespace cq::auth {

struct Principal {
  std::string username;
  std::string api_key_id;         // of the key that was presented; empty: none was
  std::optional<User> account{};  // where authentication read it; nullopt says nothing
};

}  // namespace cq::auth
