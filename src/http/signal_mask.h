// Keeps signals away from the threads of the HTTP edge.
#pragma once

#include <csignal>

namespace cq::http {

// Blocks every asynchronous signal in the calling thread: process signals then reach the thread
// that waits for them, and a write to a closed socket fails with EPIPE instead of raising SIGPIPE.
inline void BlockSignalsInThisThread() {
  sigset_t set;
  sigfillset(&set);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) {
    sigdelset(&set, fault);
  }
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace cq::http
