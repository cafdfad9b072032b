#include "storage/backends.h"

namespace cq::storage::testing {

std::vector<Backend> AllBackends() {
  return {
      {"SqliteFile",
       [](const TemporaryFolder& folder) {
         return OpenSqlite({.path = folder.File("cq.db"), .reader_connections = 4});
       }},
      {"SqliteMemory",
       [](const TemporaryFolder&) {
         return OpenSqlite({.path = ":memory:", .reader_connections = 4});
       }},
  };
}

}  // namespace cq::storage::testing
