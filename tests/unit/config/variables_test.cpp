#include "config/variables.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace cq::config {
namespace {

TEST(VariablesTest, EveryDefaultParses) {
  for (const Variable& variable : Variables()) {
    if (variable.default_text.empty()) continue;
    Settings settings;
    const auto shown = variable.assign(variable.default_text, settings);
    EXPECT_TRUE(shown) << variable.name << ": give " << shown.error();
  }
}

TEST(VariablesTest, NamesAreDistinctAndDescribed) {
  std::set<std::string_view> names;
  for (const Variable& variable : Variables()) {
    EXPECT_TRUE(variable.name.starts_with("CQ_")) << variable.name;
    EXPECT_TRUE(names.insert(variable.name).second) << variable.name;
    EXPECT_TRUE(variable.description.ends_with('.')) << variable.name;
    EXPECT_FALSE(variable.placeholder.empty()) << variable.name;
  }
}

TEST(VariablesTest, SecretsHaveNoFlag) {
  for (const Variable& variable : Variables()) {
    EXPECT_EQ(FlagOf(variable).empty(), variable.sensitivity == Sensitivity::kSecret)
        << variable.name;
    if (variable.name == "CQ_DB_PATH") {
      EXPECT_EQ(FlagOf(variable), "--db-path");
    }
  }
}

}  // namespace
}  // namespace cq::config
