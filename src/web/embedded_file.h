// A file that was compiled into this binary.
#pragma once

#include <string_view>

namespace cq::web {

struct EmbeddedFile {
  std::string_view path;   // below the embedded folder: "/index.html"
  std::string_view bytes;  // of the binary itself
};

}  // namespace cq::web
