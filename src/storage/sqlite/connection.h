// One SQLite connection with its cache of prepared statements.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/database.h"

namespace cq::storage::sqlite {

enum class ConnectionRole {
  kWriter,
  kReader,    // refuses to change anything
  kProbe,     // a reader that never waits for a lock
  kInspector  // opens an existing file read-only and changes no setting of it
};

// Used by one thread at a time. Throws DatabaseError.
class Connection {
 public:
  Connection(const DatabaseOptions& options, ConnectionRole role);

  // Runs statements that give no rows, without caching them.
  void Execute(const char* sql);

  // The cached statement for `sql`, which must live as long as the connection (a literal).
  sqlite3_stmt* Prepare(std::string_view sql);

  // Whether the path no longer leads to the file that is open.
  bool HasMoved();
  bool InTransaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  // Rows changed by the last INSERT, UPDATE or DELETE.
  std::int64_t Changes() const { return sqlite3_changes64(handle_.get()); }

  sqlite3* handle() { return handle_.get(); }
  const std::string& path() const { return path_; }

  [[noreturn]] void Throw(int code) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  void TurnOnWriteAheadLog(std::chrono::milliseconds patience);
  void Configure(const DatabaseOptions& options, ConnectionRole role);

  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

// One use of a cached statement; resets it at the end so that it pins no snapshot. The same SQL
// must not be in use twice at once on one connection.
class Query {
 public:
  template <typename... Arguments>
  Query(Connection& connection, std::string_view sql, const Arguments&... arguments)
      : connection_(connection), statement_(connection.Prepare(sql)) {
    Rebind(arguments...);
  }
  ~Query() { Reset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Starts over with other arguments.
  template <typename... Arguments>
  void Rebind(const Arguments&... arguments) {
    Reset();
    if constexpr (sizeof...(arguments) > 0) {
      int index = 0;
      (Bind(++index, arguments), ...);
    }
  }

  // False after the last row.
  bool Step();

  std::int64_t Int(int column) const { return sqlite3_column_int64(statement_, column); }
  // Valid until the next step; empty for NULL.
  std::string_view TextView(int column) const;
  std::string Text(int column) const { return std::string(TextView(column)); }
  std::optional<std::string> OptionalText(int column) const;

 private:
  void Reset();
  void Bind(int index, std::int64_t value);
  void Bind(int index, std::string_view text);
  void Bind(int index, const std::string& text) { Bind(index, std::string_view(text)); }
  void Bind(int index, const std::optional<std::string>& text);

  Connection& connection_;
  sqlite3_stmt* statement_;
};

// Runs a statement to its end and tells how many rows it changed.
template <typename... Arguments>
std::int64_t Run(Connection& connection, std::string_view sql, const Arguments&... arguments) {
  Query query(connection, sql, arguments...);
  while (query.Step()) {
  }
  return connection.Changes();
}

// Keeps the statements that run during its life on one snapshot.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

// Reports the time from its construction to its end, as `kind`.
class TimedScope {
 public:
  TimedScope(const DatabaseTimer& timer, const char* kind)
      : timer_(timer), kind_(kind), start_(std::chrono::steady_clock::now()) {}
  ~TimedScope() {
    if (timer_) timer_(kind_, std::chrono::steady_clock::now() - start_);
  }
  TimedScope(const TimedScope&) = delete;
  TimedScope& operator=(const TimedScope&) = delete;

 private:
  const DatabaseTimer& timer_;
  const char* kind_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace cq::storage::sqlite
