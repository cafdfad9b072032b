// A database file as another program sees it: plain SQL on a connection of its own.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cq::storage::testing {

// Throws std::runtime_error.
class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path);

  void Execute(const std::string& sql);
  // The first column of all rows.
  std::vector<std::string> Column(const std::string& sql);
  // The first column of the only row.
  std::string Text(const std::string& sql);
  std::int64_t Int(const std::string& sql);

  // Overwrites this database with the other one through SQLite's backup API.
  void RestoreFrom(const std::string& path);

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

// The reference's tables as its releases make them, without anything of ours.
void CreateReferenceFile(const std::string& path);

}  // namespace cq::storage::testing
