// The files of a built web application in memory, from this binary or from a folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "http/static_files.h"
#include "web/embedded_file.h"

namespace cq::web {

// Of a folder, counted while it is read.
struct FolderLimits {
  std::size_t entries = 2'000;  // files and folders
  std::size_t bytes = std::size_t{64} << 20U;
};

// Movable, not copyable: owns what it read from a folder, and its files point there.
class Bundle {
 public:
  static Bundle OfEmbedded(std::span<const EmbeddedFile> files);

  // Reads everything below `folder`, but for names that begin with a dot. A symbolic link counts as
  // the file it leads to, which must be inside the folder. The error says what stands against it.
  static tl::expected<Bundle, std::string> ReadFolder(const std::filesystem::path& folder,
                                                      const FolderLimits& limits);

  Bundle(Bundle&&) = default;
  Bundle& operator=(Bundle&&) = default;
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;
  ~Bundle() = default;

  const std::vector<http::StaticFile>& files() const { return files_; }

 private:
  Bundle() = default;

  void Add(std::string path, std::string_view bytes);

  std::vector<std::unique_ptr<const std::string>> contents_;  // of a folder's files
  std::vector<http::StaticFile> files_;
};

}  // namespace cq::web
