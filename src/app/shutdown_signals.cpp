#include "app/shutdown_signals.h"

#include <unistd.h>

#include <thread>

namespace cq::app {
namespace {

constexpr int kSignalExitBase = 128;

int WaitFor(const sigset_t& signals) {
  int signal = 0;
  while (::sigwait(&signals, &signal) != 0) {
  }
  return signal;
}

}  // namespace

ShutdownSignals::ShutdownSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

int ShutdownSignals::Wait() const { return WaitFor(signals_); }

void ShutdownSignals::ExitAtNext() const {
  std::thread([signals = signals_] { ::_exit(kSignalExitBase + WaitFor(signals)); }).detach();
}

}  // namespace cq::app
