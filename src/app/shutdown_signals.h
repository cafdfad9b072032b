// SIGTERM and SIGINT as something a thread can wait for.
#pragma once

#include <csignal>

namespace cq::app {

// Blocks the two signals in this thread and in those it starts later, so that only Wait() gets
// them. One object a process, made before the first thread.
class ShutdownSignals {
 public:
  ShutdownSignals();

  // Blocks until the first of them; returns its number.
  int Wait() const;

  // From now on a signal ends the process at once, with exit code 128 + its number. Starts a
  // thread that lives as long as the process.
  void ExitAtNext() const;

 private:
  sigset_t signals_{};
};

}  // namespace cq::app
