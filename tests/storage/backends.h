// The backends that every repository test runs against. A further database is one more entry.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "storage/database.h"
#include "storage/temporary_folder.h"

namespace cq::storage::testing {

struct Backend {
  std::string name;
  // A new and empty database.
  std::function<std::unique_ptr<Database>(const TemporaryFolder&)> open;
};

inline void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

std::vector<Backend> AllBackends();

class RepositoryTest : public ::testing::TestWithParam<Backend> {
 protected:
  auth::UserRepository& users() { return database_->users(); }
  auth::ApiKeyRepository& api_keys() { return database_->api_keys(); }
  auth::ExternalAccountRepository& external_accounts() { return database_->external_accounts(); }
  knowledge::KnowledgeRepository& knowledge() { return database_->knowledge(); }
  review::ReviewRepository& reviews() { return database_->reviews(); }
  Database& database() { return *database_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Database> database_ = GetParam().open(folder_);
};

#define CQ_FOR_ALL_BACKENDS(suite)                                                       \
  INSTANTIATE_TEST_SUITE_P(Backends, suite, ::testing::ValuesIn(testing::AllBackends()), \
                           [](const auto& parameter) { return parameter.param.name; })

}  // namespace cq::storage::testing
