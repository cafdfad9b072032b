#include "config/database_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace cq::config {
namespace {

using testing::HasSubstr;
using testing::Not;

struct PathCase {
  std::string url;
  std::string path;
};

class DatabasePathTest : public testing::TestWithParam<PathCase> {};

TEST_P(DatabasePathTest, IsWhatSqlalchemyOpens) {
  const auto path = DatabasePathFromUrl(GetParam().url);
  ASSERT_TRUE(path) << GetParam().url;
  EXPECT_EQ(*path, GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(Urls, DatabasePathTest,
                         testing::Values(PathCase{"sqlite:////data/cq.db", "/data/cq.db"},
                                         PathCase{"sqlite:///cq.db", "cq.db"},
                                         PathCase{"sqlite:///./data/cq.db", "./data/cq.db"},
                                         PathCase{"sqlite+pysqlite:////data/cq.db", "/data/cq.db"},
                                         PathCase{"sqlite:////data/cq.db?timeout=3", "/data/cq.db"},
                                         PathCase{"sqlite:////data/a%20b.db", "/data/a%20b.db"}));

struct RefusalCase {
  std::string url;
  std::string reason;
};

class DatabaseUrlRefusalTest : public testing::TestWithParam<RefusalCase> {};

TEST_P(DatabaseUrlRefusalTest, SaysWhyWithoutTheUrl) {
  const auto path = DatabasePathFromUrl(GetParam().url);
  ASSERT_FALSE(path) << GetParam().url;
  EXPECT_THAT(path.error(), HasSubstr(GetParam().reason));
  EXPECT_THAT(path.error(), Not(HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(
    Urls, DatabaseUrlRefusalTest,
    testing::Values(RefusalCase{"postgresql+psycopg://cq:hunter2@db/cq", "PostgreSQL is not"},
                    RefusalCase{"postgres://db/cq", "PostgreSQL is not"},
                    RefusalCase{"mysql://cq:hunter2@db/cq", "no other database"},
                    RefusalCase{"sqlite+aiosqlite:///cq.db", "no other database"},
                    RefusalCase{"sqlite://", "in memory"}, RefusalCase{"sqlite:///", "in memory"},
                    RefusalCase{"sqlite:///:memory:", "in memory"},
                    RefusalCase{"sqlite://host/cq.db", "no host"},
                    RefusalCase{"sqlite:///file:cq.db?mode=ro&uri=true", "file: URIs"},
                    RefusalCase{"/data/cq.db", "sqlite:////data/cq.db"}));

}  // namespace
}  // namespace cq::config
