#include "app/process_setup.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

namespace cq::app {
namespace {

// One arena for each of some twenty threads keeps freed memory apart; two are enough.
constexpr int kMallocArenas = 2;

void RaiseOpenFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

void PrepareProcess() {
  std::signal(SIGPIPE, SIG_IGN);
#ifndef __SANITIZE_ADDRESS__  // its leak check attaches to this process as a debugger would
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
  RaiseOpenFileLimit();
  ::mallopt(M_ARENA_MAX, kMallocArenas);
}

}  // namespace cq::app
