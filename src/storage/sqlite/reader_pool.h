// A bounded pool of read connections, opened when first needed.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "storage/database.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/file_identity.h"

namespace cq::storage::sqlite {

// Thread-safe. Waits when all connections are in use, so a read must not start another one.
class ReaderPool {
 public:
  // `timer` must outlive the pool; the file must be open already.
  ReaderPool(const DatabaseOptions& options, const DatabaseTimer& timer);

  // Runs `function(Connection&)` on a connection of its own and returns its result.
  template <typename Function>
  auto Read(Function&& function) {
    const Lease lease(*this);
    const TimedScope timed(timer_, "read");
    return std::forward<Function>(function)(*lease.connection);
  }

 private:
  struct Lease {
    explicit Lease(ReaderPool& pool) : owner(pool), connection(pool.Acquire()) {}
    ~Lease() { owner.Release(std::move(connection)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    ReaderPool& owner;
    std::unique_ptr<Connection> connection;
  };

  std::unique_ptr<Connection> Acquire();
  std::unique_ptr<Connection> Open();
  void Release(std::unique_ptr<Connection> connection);

  const DatabaseOptions options_;
  const DatabaseTimer& timer_;
  const std::optional<FileIdentity> identity_;
  std::mutex mutex_;
  std::condition_variable released_;
  std::vector<std::unique_ptr<Connection>> idle_;  // last used last, so few stay warm
  std::size_t open_ = 0;
};

}  // namespace cq::storage::sqlite
