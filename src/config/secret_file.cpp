#include "config/secret_file.h"

#include <cstddef>
#include <fstream>

namespace cq::config {

Parsed<std::string> ReadSecretFile(const std::string& path) {
  constexpr std::size_t kMaxBytes = 64 * 1024;
  const tl::unexpected<std::string> failure(
      "the path of a readable file that holds the secret (at most 64 KiB)");

  std::ifstream file(path, std::ios::binary);
  std::string content(kMaxBytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  // A directory opens but does not read.
  if (!file.is_open() || file.bad()) return failure;
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > kMaxBytes) return failure;

  if (content.ends_with('\n')) content.pop_back();
  if (content.ends_with('\r')) content.pop_back();
  if (content.empty()) return failure;
  return content;
}

}  // namespace cq::config
