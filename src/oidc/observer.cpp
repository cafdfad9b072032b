#include "oidc/observer.h"

namespace cq::oidc {

std::string_view RefreshResultName(RefreshResult result) {
  switch (result) {
    case RefreshResult::kKeys:
      return "keys";
    case RefreshResult::kNoUsableKeys:
      return "no_usable_keys";
    case RefreshResult::kFailure:
      return "failure";
  }
  return {};
}

}  // namespace cq::oidc
