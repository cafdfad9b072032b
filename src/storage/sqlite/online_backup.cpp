#include "storage/sqlite/online_backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

namespace cq::storage::sqlite {
namespace {

[[noreturn]] void Fail(const std::string& destination, const std::string& reason) {
  throw DatabaseError("backup to " + destination + ": " + reason);
}

[[noreturn]] void FailWithErrno(const std::string& destination, const char* step) {
  const std::error_code code(errno, std::generic_category());
  Fail(destination, std::string(step) + ": " + code.message());
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : value_(open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool IsOpen() const { return value_ >= 0; }
  bool Sync() const { return fsync(value_) == 0; }

 private:
  int value_;
};

// Removes the unfinished copy unless it got its final name.
class PartialFile {
 public:
  explicit PartialFile(const std::string& destination)
      : destination_(destination), path_(destination + ".partial-" + std::to_string(getpid())) {
    // Not for other users: it holds password hashes.
    const Descriptor created(path_, O_CREAT | O_EXCL | O_WRONLY, S_IRUSR | S_IWUSR);
    if (!created.IsOpen()) FailWithErrno(destination_, "cannot create the file");
  }
  ~PartialFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::string& path() const { return path_; }

  void Publish() {
    if (!Descriptor(path_, O_RDONLY).Sync()) FailWithErrno(destination_, "cannot sync the file");
    // Unlike a rename, a link never replaces a file that appeared meanwhile.
    if (link(path_.c_str(), destination_.c_str()) != 0) {
      FailWithErrno(destination_, "cannot give the finished copy its name");
    }
    unlink(path_.c_str());
    path_.clear();
    const std::filesystem::path folder = std::filesystem::absolute(destination_).parent_path();
    if (!Descriptor(folder, O_RDONLY | O_DIRECTORY).Sync()) {
      FailWithErrno(destination_, "cannot sync the folder");
    }
  }

 private:
  std::string destination_;
  std::string path_;
};

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

void CopyPages(Connection& source, const std::string& path, const std::string& destination) {
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> target(handle, sqlite3_close_v2);
  if (opened != SQLITE_OK) Fail(destination, sqlite3_errstr(opened));
  // A failed copy is thrown away and a finished one is synced once.
  sqlite3_exec(handle, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr,
               nullptr);
  const std::unique_ptr<sqlite3_backup, FinishBackup> backup(
      sqlite3_backup_init(handle, "main", source.handle(), "main"));
  if (!backup) Fail(destination, sqlite3_errmsg(handle));
  constexpr int kPagesPerStep = 1024;
  int code = SQLITE_OK;
  while (code == SQLITE_OK) code = sqlite3_backup_step(backup.get(), kPagesPerStep);
  if (code != SQLITE_DONE) Fail(destination, sqlite3_errstr(code));
}

}  // namespace

void BackUp(Connection& source, const std::string& destination) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(destination, ignored))) {
    Fail(destination, "the file exists already");
  }
  PartialFile partial(destination);
  {
    // Holding the snapshot keeps the copy from starting over at each commit.
    const ReadTransaction snapshot(source);
    Query(source, "SELECT COUNT(*) FROM sqlite_schema").Step();
    CopyPages(source, partial.path(), destination);
  }
  partial.Publish();
}

}  // namespace cq::storage::sqlite
