// What the build compiles into a binary is what the folder held.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <string_view>

#include "web/embedded_file.h"

namespace cq::web {

std::span<const EmbeddedFile> SampleFiles();
std::span<const EmbeddedFile> NoFiles();

namespace {

using ::testing::ElementsAre;
using ::testing::FieldsAre;
using ::testing::IsEmpty;

TEST(EmbeddedFilesTest, KeepEveryByteAndLeaveOutHiddenFiles) {
  constexpr std::string_view kBytes("\0\1\r\n\xff\"\\no line end", 18);
  EXPECT_THAT(SampleFiles(),
              ElementsAre(FieldsAre("/assets/bytes-1.bin", kBytes), FieldsAre("/empty.txt", ""),
                          FieldsAre("/index.html", "<!doctype html>\n")));
}

TEST(EmbeddedFilesTest, AMissingFolderIsEmpty) { EXPECT_THAT(NoFiles(), IsEmpty()); }

}  // namespace
}  // namespace cq::web
