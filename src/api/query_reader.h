// Query parameters read one by one, by the rules of FastAPI and pydantic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/validation.h"

namespace cq::api {

enum class IntegerRange {
  kPositive,       // what is past int64 reads as its maximum
  kNotNegative64,  // from 0 to int64's maximum
};

// What does not fit is added to the errors and reads as absent. Borrows the errors.
class QueryReader {
 public:
  // `query` is still encoded.
  QueryReader(std::string_view query, ValidationErrors& errors);

  std::vector<std::string> RequiredList(std::string_view name);
  std::vector<std::string> List(std::string_view name) const;
  // Of a repeated parameter the last one counts.
  std::optional<std::string> Text(std::string_view name) const;
  // At most `max_length` code points.
  std::optional<std::string> Text(std::string_view name, std::size_t max_length);
  std::optional<std::int64_t> Integer(std::string_view name, IntegerRange range);
  std::optional<double> Number(std::string_view name);

 private:
  const std::string* Last(std::string_view name) const;

  std::vector<std::pair<std::string, std::string>> parameters_;
  ValidationErrors& errors_;
};

}  // namespace cq::api
