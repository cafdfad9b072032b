#include "storage/sqlite/sqlite_failure.h"

#include <sqlite3.h>

namespace cq::storage::sqlite {
namespace {

std::string_view Mend(int primary_code) {
  switch (primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process holds the database; end it or raise the busy timeout";
    case SQLITE_FULL:
      return "free space on the volume of the database";
    case SQLITE_CORRUPT:
      return "the file is damaged; stop the server and restore a backup";
    case SQLITE_NOTADB:
      return "the file is not a SQLite database; check the configured path";
    case SQLITE_IOERR:
      return "check the volume of the database and the kernel's log";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "give the server's user write permission on the file and its folder";
    case SQLITE_CANTOPEN:
      return "check that the folder exists and that the server's user may write to it";
    default:
      return {};
  }
}

}  // namespace

std::string DescribeFailure(int code, std::string_view detail, std::string_view path) {
  std::string text = "database ";
  text.append(path).append(": ").append(detail);
  text.append(" (SQLite code ").append(std::to_string(code)).append(")");
  if (const std::string_view mend = Mend(code & 0xff); !mend.empty()) {
    text.append("; ").append(mend);
  }
  return text;
}

}  // namespace cq::storage::sqlite
