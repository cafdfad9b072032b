// What the process asks of the operating system before it does anything else.
#pragma once

namespace cq::app {

// Ignores SIGPIPE, keeps secrets out of core dumps, raises the limit of open files and bounds
// malloc's arenas. For every command; before the first thread starts.
void PrepareProcess();

}  // namespace cq::app
