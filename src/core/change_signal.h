// Tells caches whether the database may differ from what they read, whoever changed it.
#pragma once

#include <cstdint>

namespace cq {

// Thread-safe, cheap (no disk access) and never blocks on a writer.
class ChangeSignal {
 public:
  virtual ~ChangeSignal() = default;

  // A number that is larger after every commit, also one of another process. A cache entry that was
  // read after Generation() returned g is valid exactly while Generation() still returns g.
  virtual std::uint64_t Generation() = 0;
};

}  // namespace cq
