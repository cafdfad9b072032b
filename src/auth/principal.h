// Who a request acts for.
#pragma once

#include <string>

namespace cq::auth {

struct Principal {
  std::string username;
  std::string api_key_id;  // of the key that was presented; empty: none was
};

}  // namespace cq::auth
