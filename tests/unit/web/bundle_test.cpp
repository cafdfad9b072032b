#include "web/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace cq::web {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class BundleTest : public ::testing::Test {
 protected:
  BundleTest() {
    std::string name = (fs::temp_directory_path() / "cq-bundle-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    root_ = folder_ / "root";
    fs::create_directory(root_);
  }
  ~BundleTest() override { fs::remove_all(folder_); }

  static void Write(const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

  auto Read(FolderLimits limits = {}) const { return Bundle::ReadFolder(root_, limits); }

  static std::string BytesOf(const Bundle& bundle, std::string_view path) {
    for (const http::StaticFile& file : bundle.files()) {
      if (file.path == path) return std::string(file.bytes);
    }
    return "(none)";
  }

  fs::path folder_;
  fs::path root_;
};

TEST_F(BundleTest, ReadsAFolderWithItsFolders) {
  const std::string binary("\0\r\n\xff", 4);
  Write(root_ / "index.html", "page");
  Write(root_ / "assets/deep/a b.bin", binary);
  Write(root_ / "empty", "");
  Write(root_ / ".env", "secret");
  Write(root_ / ".git/config", "secret");
  auto read = Read();
  ASSERT_TRUE(read) << read.error();
  const Bundle bundle = *std::move(read);
  EXPECT_THAT(bundle.files(), SizeIs(3));
  EXPECT_EQ(BytesOf(bundle, "/index.html"), "page");
  EXPECT_EQ(BytesOf(bundle, "/assets/deep/a b.bin"), binary);
  EXPECT_EQ(BytesOf(bundle, "/empty"), "");
}

TEST_F(BundleTest, DigestsTellContentsApart) {
  const std::array<EmbeddedFile, 3> files{{{"/a", "one"}, {"/b", "two"}, {"/c", "one"}}};
  const Bundle bundle = Bundle::OfEmbedded(files);
  ASSERT_THAT(bundle.files(), SizeIs(3));
  EXPECT_EQ(bundle.files()[0].digest, "7692c3ad3540bb803c020b3aee66cd88");  // of SHA-256("one")
  EXPECT_NE(bundle.files()[0].digest, bundle.files()[1].digest);
  EXPECT_EQ(bundle.files()[0].digest, bundle.files()[2].digest);
  EXPECT_EQ(bundle.files()[1].bytes.data(), files[1].bytes.data());
}

TEST_F(BundleTest, LinksInsideTheFolderAreFollowed) {
  // The way Kubernetes mounts a ConfigMap.
  Write(root_ / "..2026/index.html", "page");
  fs::create_directory_symlink("..2026", root_ / "..data");
  fs::create_symlink("..data/index.html", root_ / "index.html");
  const auto read = Read();
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(BytesOf(*read, "/index.html"), "page");
}

TEST_F(BundleTest, LinksOutOfTheFolderAreRefused) {
  Write(folder_ / "secret", "secret");
  Write(folder_ / "root2/file", "a folder whose name begins as the root's");
  for (const char* target :
       {"../secret", "/etc/passwd", "../root2/file", "..", "missing", "link"}) {
    fs::create_symlink(target, root_ / "link");
    const auto read = Read();
    ASSERT_FALSE(read) << target;
    EXPECT_THAT(read.error(), HasSubstr("link")) << target;
    fs::remove(root_ / "link");
  }
  EXPECT_TRUE(Read());
}

TEST_F(BundleTest, OnlyFilesAndFoldersAreTaken) {
  ASSERT_EQ(mkfifo((root_ / "pipe").c_str(), 0600), 0);
  const auto read = Read();
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error(), HasSubstr("pipe"));
}

TEST_F(BundleTest, LimitsHold) {
  Write(root_ / "a", "12345");
  Write(root_ / "b/c", "12345");
  EXPECT_TRUE(Read({.entries = 3, .bytes = 10}));
  const auto too_many = Read({.entries = 2, .bytes = 10});
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error(), "more than 2 files and folders");
  const auto too_large = Read({.entries = 3, .bytes = 9});
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error(), "more than 9 bytes");
}

TEST_F(BundleTest, AMissingFolderIsNamed) {
  for (const char* name : {"missing", "file"}) {
    if (std::string_view(name) == "file") Write(folder_ / name, "no folder");
    const auto read = Bundle::ReadFolder(folder_ / name, {});
    ASSERT_FALSE(read) << name;
    EXPECT_THAT(read.error(), HasSubstr(name));
  }
}

}  // namespace
}  // namespace cq::web
