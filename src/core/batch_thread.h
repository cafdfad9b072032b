// Scheduling of threads that work behind others and need not answer at once.
#pragma once

#include <sched.h>

namespace cq {

// Waking the calling thread will not interrupt the thread that wakes it (SCHED_BATCH), so several
// pieces of work are done for one switch between them. Its share of the CPU stays the same. Where
// the system does not allow it, the thread stays as it is.
inline void RunThisThreadInBatches() {
  const sched_param none{};
  sched_setscheduler(0, SCHED_BATCH, &none);
}

}  // namespace cq
