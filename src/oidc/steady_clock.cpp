#include "oidc/steady_clock.h"

namespace cq::oidc {

void SystemSteadyClock::WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& wake,
                                  SteadyTime deadline) {
  if (deadline == SteadyTime::max()) {
    wake.wait(lock);
  } else {
    wake.wait_until(lock, deadline);
  }
}

}  // namespace cq::oidc
