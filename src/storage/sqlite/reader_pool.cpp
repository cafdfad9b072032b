#include "storage/sqlite/reader_pool.h"

#include <algorithm>
#include <string>

#include "storage/sqlite/sqlite_failure.h"

namespace cq::storage::sqlite {

ReaderPool::ReaderPool(const DatabaseOptions& options, const DatabaseTimer& timer)
    : options_(options), timer_(timer), identity_(IdentifyFile(options.path)) {
  idle_.reserve(std::max<std::size_t>(options.reader_connections, 1));
}

std::unique_ptr<Connection> ReaderPool::Acquire() {
  const std::size_t limit = std::max<std::size_t>(options_.reader_connections, 1);
  {
    std::unique_lock lock(mutex_);
    released_.wait(lock, [&] { return !idle_.empty() || open_ < limit; });
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  try {
    return Open();
  } catch (...) {
    {
      const std::scoped_lock lock(mutex_);
      --open_;
    }
    released_.notify_one();
    throw;
  }
}

std::unique_ptr<Connection> ReaderPool::Open() {
  auto connection = std::make_unique<Connection>(options_, ConnectionRole::kReader);
  // Else the pool would answer from two databases once the file has been replaced.
  if (IdentifyFile(options_.path) != identity_) throw DatabaseError(std::string(kFileReplaced));
  return connection;
}

void ReaderPool::Release(std::unique_ptr<Connection> connection) {
  {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  released_.notify_one();
}

}  // namespace cq::storage::sqlite
