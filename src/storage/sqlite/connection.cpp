#include "storage/sqlite/connection.h"

#include <chrono>
#include <mutex>

#include "storage/sqlite/sqlite_failure.h"

namespace cq::storage::sqlite {
namespace {

constexpr std::string_view kMemoryPrefix = "file:/cq-memory-";

// SQLite's allocation statistics take a process-wide lock on each allocation; nothing reads them.
void DisableAllocationStatistics() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

int OpenFlags(ConnectionRole role) {
  constexpr int kCommon = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  switch (role) {
    case ConnectionRole::kWriter:
      return kCommon | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case ConnectionRole::kReader:
    case ConnectionRole::kProbe:
      return kCommon | SQLITE_OPEN_READWRITE;
    case ConnectionRole::kInspector:
      return kCommon | SQLITE_OPEN_READONLY;
  }
  return kCommon;
}

// Debian's SQLite takes every name that begins with "file:" for a URI, so a path must not.
std::string FileName(const std::string& path) {
  if (path.starts_with("file:") && !path.starts_with(kMemoryPrefix)) return "./" + path;
  return path;
}

}  // namespace

Connection::Connection(const DatabaseOptions& options, ConnectionRole role) : path_(options.path) {
  DisableAllocationStatistics();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(FileName(path_).c_str(), &handle, OpenFlags(role), nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) Throw(code);
  Configure(options, role);
}

void Connection::Configure(const DatabaseOptions& options, ConnectionRole role) {
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(options.busy_timeout.count()));
  if (role == ConnectionRole::kInspector) return;
  Execute("PRAGMA foreign_keys = ON");
  Execute(options.synchronous == Synchronous::kFull ? "PRAGMA synchronous = FULL"
                                                    : "PRAGMA synchronous = NORMAL");
  if (role == ConnectionRole::kWriter) {
    TurnOnWriteAheadLog(options.busy_timeout);
    // A long read lets the log grow; give the space back afterwards.
    Execute("PRAGMA journal_size_limit = 67108864");
    // 16 MB of log instead of 4: pages that keep changing are written back less often.
    Execute("PRAGMA wal_autocheckpoint = 4000");
    Execute("PRAGMA cache_size = -4096");
    // Each savepoint would otherwise make and delete a temporary file.
    Execute("PRAGMA temp_store = MEMORY");
    return;
  }
  // Readers rely on the kernel's page cache: their own is dropped at every foreign commit anyway.
  // No memory map: a file that someone truncates would end the server with SIGBUS.
  Execute("PRAGMA cache_size = -512");
  Execute("PRAGMA query_only = ON");
  if (role == ConnectionRole::kProbe) sqlite3_busy_timeout(handle_.get(), 0);  // never waits again
}

// Of several processes that turn it on at once, SQLite fails some without waiting, since each holds
// what the others wait for.
void Connection::TurnOnWriteAheadLog(std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kPause{5};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    const int code =
        sqlite3_exec(handle_.get(), "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    const bool is_busy = (code & 0xFF) == SQLITE_BUSY;
    if (!is_busy || std::chrono::steady_clock::now() >= deadline) Throw(code);
    sqlite3_sleep(static_cast<int>(kPause.count()));
  }
}

void Connection::Execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) Throw(code);
}

sqlite3_stmt* Connection::Prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    return found->second.get();
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) Throw(code);
  statements_.emplace(sql, statement);
  return statement;
}

bool Connection::HasMoved() {
  int moved = 0;
  const int code = sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return code == SQLITE_OK && moved != 0;
}

void Connection::Throw(int code) const {
  const char* detail = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
  throw DatabaseError(DescribeFailure(code, detail, path_));
}

bool Query::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.Throw(code);
  return false;
}

std::string_view Query::TextView(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::string> Query::OptionalText(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return Text(column);
}

void Query::Reset() { sqlite3_reset(statement_); }

void Query::Bind(int index, std::int64_t value) {
  const int code = sqlite3_bind_int64(statement_, index, value);
  if (code != SQLITE_OK) connection_.Throw(code);
}

void Query::Bind(int index, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  const int code =
      sqlite3_bind_text64(statement_, index, data, text.size(),
                          SQLITE_TRANSIENT,  // NOLINT(performance-no-int-to-ptr): SQLite's macro
                          SQLITE_UTF8);
  if (code != SQLITE_OK) connection_.Throw(code);
}

void Query::Bind(int index, const std::optional<std::string>& text) {
  if (text) return Bind(index, std::string_view(*text));
  const int code = sqlite3_bind_null(statement_, index);
  if (code != SQLITE_OK) connection_.Throw(code);
}

ReadTransaction::ReadTransaction(Connection& connection) : connection_(connection) {
  Run(connection_, "BEGIN");
}

ReadTransaction::~ReadTransaction() {
  // Ends the snapshot also after an error; a failure to roll back leaves no transaction either.
  sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace cq::storage::sqlite
