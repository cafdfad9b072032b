#include "web/bundle.h"

#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "crypto/hex.h"
#include "crypto/sha256.h"

namespace cq::web {
namespace {

namespace fs = std::filesystem;

// Half of SHA-256: still no two files of one name ever share it.
constexpr std::size_t kDigestBytes = 16;

std::string DigestOf(std::string_view bytes) {
  const crypto::Digest digest = crypto::Sha256(bytes);
  const std::string_view view(reinterpret_cast<const char*>(digest.data()), kDigestBytes);
  return crypto::ToHex(view);
}

bool IsInside(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

// The regular file that `entry` is or leads to, or why there is none.
tl::expected<fs::path, std::string> FileBehind(const fs::directory_entry& entry,
                                               const fs::path& root) {
  std::error_code error;
  fs::path target = fs::canonical(entry.path(), error);
  if (error) return tl::unexpected(entry.path().string() + ": " + error.message());
  if (!IsInside(target, root)) {
    return tl::unexpected(entry.path().string() + " leads out of the folder");
  }
  if (!fs::is_regular_file(target, error)) {
    return tl::unexpected(entry.path().string() + " is no file and leads to none");
  }
  return target;
}

// At most `limit` bytes and one more, which tells that there are too many.
std::optional<std::string> ReadUpTo(const fs::path& file, std::size_t limit) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string bytes;
  std::array<char, 64 * 1024> chunk{};
  while (bytes.size() <= limit && stream) {
    stream.read(chunk.data(), chunk.size());
    bytes.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return std::nullopt;
  return bytes;
}

}  // namespace

void Bundle::Add(std::string path, std::string_view bytes) {
  files_.push_back({.path = std::move(path), .bytes = bytes, .digest = DigestOf(bytes)});
}

Bundle Bundle::OfEmbedded(std::span<const EmbeddedFile> files) {
  Bundle bundle;
  for (const EmbeddedFile& file : files) bundle.Add(std::string(file.path), file.bytes);
  return bundle;
}

tl::expected<Bundle, std::string> Bundle::ReadFolder(const fs::path& folder,
                                                     const FolderLimits& limits) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return tl::unexpected(folder.string() + ": " + error.message());
  fs::recursive_directory_iterator entry(root, error);
  if (error) return tl::unexpected(folder.string() + ": " + error.message());

  Bundle bundle;
  std::size_t entries = 0;
  std::size_t bytes_left = limits.bytes;
  for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
    if (++entries > limits.entries) {
      return tl::unexpected("more than " + std::to_string(limits.entries) + " files and folders");
    }
    if (entry->path().filename().native().starts_with('.')) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_symlink(error) && entry->is_directory(error)) continue;
    const auto file = FileBehind(*entry, root);
    if (!file) return tl::unexpected(file.error());
    auto bytes = ReadUpTo(*file, bytes_left);
    if (!bytes) return tl::unexpected(entry->path().string() + " cannot be read");
    if (bytes->size() > bytes_left) {
      return tl::unexpected("more than " + std::to_string(limits.bytes) + " bytes");
    }
    bytes_left -= bytes->size();
    bundle.contents_.push_back(std::make_unique<const std::string>(*std::move(bytes)));
    bundle.Add('/' + entry->path().lexically_relative(root).generic_string(),
               *bundle.contents_.back());
  }
  if (error) return tl::unexpected(folder.string() + ": " + error.message());
  return bundle;
}

}  // namespace cq::web
