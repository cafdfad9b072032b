#include "storage/sqlite/change_probe.h"

#include <exception>

namespace cq::storage::sqlite {

ChangeProbe::ChangeProbe(const DatabaseOptions& options)
    : connection_(options, ConnectionRole::kProbe) {}

std::uint64_t ChangeProbe::Generation() {
  const std::scoped_lock lock(mutex_);
  try {
    Query query(connection_, "PRAGMA data_version");
    query.Step();
    const std::int64_t version = query.Int(0);
    if (version_ == version) return generation_;
    version_ = version;
  } catch (const std::exception&) {
    version_.reset();
  }
  return ++generation_;
}

}  // namespace cq::storage::sqlite
