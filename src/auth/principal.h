// Who a request acts for.
#pragma once

#include <string>

namespace cq::auth {

struct Principal {
  std::string username;
};

}  // namespace cq::auth
