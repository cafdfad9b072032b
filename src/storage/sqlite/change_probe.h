// ChangeSignal over `PRAGMA data_version` of a connection that never writes.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "core/change_signal.h"
#include "storage/sqlite/connection.h"

namespace cq::storage::sqlite {

// Thread-safe. A probe that fails (a lock on the file, an I/O error) counts as a change.
class ChangeProbe final : public ChangeSignal {
 public:
  explicit ChangeProbe(const DatabaseOptions& options);
  std::uint64_t Generation() override;

 private:
  std::mutex mutex_;
  Connection connection_;
  std::optional<std::int64_t> version_;
  std::uint64_t generation_ = 0;
};

}  // namespace cq::storage::sqlite
