// Tells whether a path still leads to the same file.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

namespace cq::storage::sqlite {

struct FileIdentity {
  dev_t device;
  ino_t inode;
  bool operator==(const FileIdentity&) const = default;
};

// nullopt when there is no such file. Never opens it: closing any descriptor of a database file
// would drop SQLite's POSIX locks on it.
inline std::optional<FileIdentity> IdentifyFile(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

}  // namespace cq::storage::sqlite
