#include "oidc/key_status.h"

namespace cq::oidc {

std::string ReadinessText(const KeyStatus& status) {
  switch (status.health) {
    case KeyHealth::kStarting:
      return "no keys yet: they are being fetched";
    case KeyHealth::kNoKeys:
      return "no keys yet: " + status.failure;
    case KeyHealth::kCurrent:
      return "keys available";
    case KeyHealth::kStale:
      return "keys available, but the last refresh failed: " + status.failure;
  }
  return {};
}

}  // namespace cq::oidc
